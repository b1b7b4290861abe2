namespace Moa.Storing;

/// <summary>Moa was told to work in a way that cannot be: a folder, a name or an option that does not do.</summary>
public sealed class MoaConfigurationException(string message) : MoaException(message);
