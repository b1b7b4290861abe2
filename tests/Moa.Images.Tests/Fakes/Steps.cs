namespace Moa.Images.Tests.Fakes;

/// <summary>Keeps what was reported, in order.</summary>
internal sealed class Steps : IProgress<ImageProgress>
{
    private readonly List<ImageProgress> _all = [];
    private readonly Lock _lock = new();

    public IReadOnlyList<ImageProgress> All
    {
        get
        {
            lock (_lock)
                return [.. _all];
        }
    }

    public Action<ImageProgress>? Then { get; init; }

    public void Report(ImageProgress value)
    {
        lock (_lock)
            _all.Add(value);
        Then?.Invoke(value);
    }
}
