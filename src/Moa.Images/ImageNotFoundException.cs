namespace Moa.Images;

/// <summary>There is no image of that name, or it has not been made yet.</summary>
public sealed class ImageNotFoundException : ImageException
{
    internal ImageNotFoundException(string name, string message)
        : base(message) => Name = name;

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }
}
