namespace Moa.Images;

/// <summary>How far the making of an image has come.</summary>
/// <param name="Step">What is being done, as a phrase for people: "fetching linux-image-6.1.0-44-amd64".</param>
/// <param name="Done">Bytes done of this step.</param>
/// <param name="Total">Bytes of this step; null when they are not known.</param>
public readonly record struct ImageProgress(string Step, long Done, long? Total);
