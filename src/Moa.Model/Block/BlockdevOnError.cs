namespace Moa.Model;

/// <summary>What a disk does when its image fails (QAPI block-core, BlockdevOnError).</summary>
public enum BlockdevOnError
{
    /// <summary>Report a failed read; stop on a full host disk and report other failed writes.</summary>
    Auto,

    /// <summary>Report to the guest.</summary>
    Report,

    /// <summary>Go on as if nothing had happened.</summary>
    Ignore,

    /// <summary>Stop on a full host disk, report anything else.</summary>
    Enospc,

    /// <summary>Stop the machine.</summary>
    Stop,
}
