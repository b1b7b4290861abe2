namespace Moa.Model.Shapes;

/// <summary>Small types that are written as text and used in several places.</summary>
internal static class Parsed
{
    public static readonly ParsedShape<Guid> Uuid = new(
        "A UUID looks like 8d3b5f2c-64a7-4f0e-9c31-52ab7fd0c1e9.",
        Guid.Empty,
        text => Guid.TryParseExact(text, "D", out var uuid) ? uuid : null,
        uuid => uuid.ToString("D"));
}
