namespace Moa.Images;

/// <summary>A file that belongs to an image.</summary>
/// <param name="Name">Its name within the image's folder.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Sha256">Its hash, lower-case hexadecimal.</param>
public sealed record ImageFile(string Name, long Size, string Sha256);
