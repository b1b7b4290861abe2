using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>A port of a <see cref="VirtioSerial"/> controller.</summary>
public abstract record VirtioSerialPort
{
    /// <summary>Its id in QEMU. Default: the controller's, and <c>.port0</c>, <c>.port1</c> and so on.</summary>
    public string? Id { get; init; }

    /// <summary>The number of the port on its controller, 0 to 30. QEMU's default: the next free one.</summary>
    public int? Nr { get; init; }

    /// <summary>Where its bytes go.</summary>
    public required Chardev Chardev { get; init; }

    /// <summary>The name that the guest sees, if it has one.</summary>
    internal abstract string? PortName { get; }

    internal abstract void Write(CommandLineWriter line, Place place, string bus);
}
