namespace Moa.Images;

/// <summary>Something that an image was made from: a package of the distribution, or a file of the host.</summary>
/// <param name="Name">The package's name, or the file's path.</param>
/// <param name="Version">The package's version; for a kernel of the host its release.</param>
/// <param name="Architecture">The distribution's word for the architecture.</param>
/// <param name="Size">The length of the package's file in bytes.</param>
/// <param name="Sha256">The hash of the package's file, lower-case hexadecimal.</param>
public sealed record ImagePackage(string Name, string Version, string Architecture, long Size, string Sha256);
