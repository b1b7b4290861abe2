namespace Moa.Bench;

/// <summary>Measured times of one thing, in milliseconds.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    public double Median => Percentile(0.5);

    public double P90 => Percentile(0.9);

    public int Count => _values.Count;

    public void Add(double milliseconds) => _values.Add(milliseconds);

    private double Percentile(double part)
    {
        var sorted = _values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, part * sorted.Count)];
    }
}
