namespace Moa.Model;

/// <summary>How TCG spreads CPUs over host threads.</summary>
public enum TcgThread
{
    /// <summary>All CPUs in turn on one thread.</summary>
    Single,

    /// <summary>A thread for each CPU.</summary>
    Multi,
}
