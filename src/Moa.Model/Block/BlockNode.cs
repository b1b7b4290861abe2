namespace Moa.Model;

/// <summary>
/// A node of QEMU's block layer (<c>-blockdev</c>, QAPI block-core): a <see cref="FormatNode"/> or the
/// <see cref="ProtocolNode"/> below it. What is null is left to QEMU; a protocol node takes read-only, force-share and
/// cache from its format.
/// </summary>
public abstract record BlockNode
{
    /// <summary>
    /// Its name in QEMU, an id of at most 31 bytes. Default: the id of the device, and <c>.file</c> and the like below.
    /// </summary>
    public string? NodeName { get; init; }

    /// <summary>True to open the image for reading only. QEMU's default: false, and true for a backing file.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>
    /// True to open for writing only while somebody writes, where read-only is not said. QEMU's default: false.
    /// </summary>
    public bool? AutoReadOnly { get; init; }

    /// <summary>
    /// True to open an image that another process has open for writing; the data may be torn. QEMU's default: false.
    /// </summary>
    public bool? ForceShare { get; init; }

    /// <summary>What becomes of blocks that the guest discards. QEMU's default: ignore.</summary>
    public BlockDiscard? Discard { get; init; }

    /// <summary>What becomes of zeroes that the guest writes. QEMU's default: off.</summary>
    public DetectZeroes? DetectZeroes { get; init; }

    /// <summary>How the host caches. QEMU's default: host cache, flushes obeyed.</summary>
    public BlockCache? Cache { get; init; }
}
