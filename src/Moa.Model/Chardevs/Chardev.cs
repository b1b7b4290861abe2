using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>
/// A character device: where the bytes of a port, a serial line or a monitor go on the host (<c>-chardev</c>).
/// </summary>
public abstract record Chardev
{
    /// <summary>Its id in QEMU. Default: the id of what uses it, and <c>.chardev</c>.</summary>
    public string? Id { get; init; }

    /// <summary>A file that gets a copy of what the guest writes.</summary>
    public string? Logfile { get; init; }

    /// <summary>True to append to the log file, false to begin it anew. QEMU's default: false.</summary>
    public bool? Logappend { get; init; }

    /// <summary>QEMU's name of the backend.</summary>
    internal abstract string Backend { get; }

    /// <summary>Adds what stands after backend and id.</summary>
    internal abstract void AddOptions(JsonObject values, CommandLineWriter line, Place place);
}
