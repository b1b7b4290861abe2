namespace Moa.Model;

/// <summary>A file or folder of the host that a machine needs when it starts.</summary>
/// <param name="Path">Where the spec names it, as problems do: <c>kernel.initrd</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record InputFile(string Path, string Name);
