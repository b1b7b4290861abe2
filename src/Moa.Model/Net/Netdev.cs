using System.Text.Json.Nodes;
using Moa.Model.CommandLines;

namespace Moa.Model;

/// <summary>What a network device is connected to on the host (QEMU's <c>-netdev</c>).</summary>
public abstract record Netdev
{
    /// <summary>Its id in QEMU. Default: the device's, and <c>.netdev</c>.</summary>
    public string? Id { get; init; }

    /// <summary>The backend with its type, as <c>-netdev</c> takes it, without its id.</summary>
    internal abstract JsonObject Options(CommandLineWriter line, Place place);
}
