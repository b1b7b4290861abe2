using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>
/// A device of a machine (QEMU's <c>-device</c> and what belongs to it). What is null is left to QEMU.
/// </summary>
public abstract record Device
{
    /// <summary>
    /// Its id in QEMU: a letter, then letters, digits, <c>-</c>, <c>.</c> and <c>_</c>. Default: the type and its
    /// number among those of its type in the list: <c>virtio-blk0</c>.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Its place in the order of booting, which no other device can have; null when it has none.</summary>
    internal virtual int? BootOrder => null;

    /// <summary>Writes the options. The place has the id.</summary>
    internal abstract void Write(CommandLineWriter line, Place place);
}
