namespace Moa.Images.Packages;

/// <summary>A package whose file is in the cache and whole.</summary>
/// <param name="Package">Which package it is.</param>
/// <param name="File">The path of its file.</param>
internal sealed record FetchedPackage(ImagePackage Package, string File);
