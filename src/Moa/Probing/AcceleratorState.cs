namespace Moa.Probing;

/// <summary>What is known about an accelerator on this host.</summary>
public enum AcceleratorState
{
    /// <summary>It runs guests: one was run, or it needs nothing of the host.</summary>
    Works,

    /// <summary>Nothing speaks against it, and no guest was run to prove it.</summary>
    Unverified,

    /// <summary>It cannot run guests here.</summary>
    Fails,
}
