namespace Moa.Model.Shapes;

/// <summary>A rule about several members at once.</summary>
/// <param name="Name">Its name, such as <c>smp-product</c>.</param>
/// <param name="Sentence">What must hold.</param>
/// <param name="Check">Adds a problem when it does not.</param>
internal sealed record Rule<T>(string Name, string Sentence, Action<T, SpecCheck> Check);
