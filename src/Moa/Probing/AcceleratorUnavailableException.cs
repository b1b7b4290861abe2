namespace Moa.Probing;

/// <summary>The accelerator that was asked for cannot run guests on this host. Nothing was started.</summary>
public sealed class AcceleratorUnavailableException : MoaException
{
    internal AcceleratorUnavailableException(string accelerator, string reason, string next)
        : base($"The accelerator {accelerator} cannot be used here: {reason}. {next}")
    {
        Accelerator = accelerator;
        Reason = reason;
    }

    /// <summary>The accelerator, in QEMU's words: <c>kvm</c>, <c>tcg</c>.</summary>
    public string Accelerator { get; }

    /// <summary>Why it cannot be used: part of a sentence.</summary>
    public string Reason { get; }
}
