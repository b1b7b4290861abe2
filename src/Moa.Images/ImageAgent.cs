namespace Moa.Images;

/// <summary>The guest agent inside an image.</summary>
/// <param name="Path">Where it was read from.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">
/// When that file was last written, in 100 ns since the year 1, UTC: with path and size, what shows an unchanged file
/// without reading it.
/// </param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
public sealed record ImageAgent(string Path, long Size, long Modified, string Sha256);
