using Moa.Model;
using Moa.Storing;

namespace Moa.Machines;

/// <summary>
/// Completes a spec with what every machine of Moa has: a monitor, a console and the agent's port, on sockets that the
/// keeper holds. The ids carry the machine's own: the mark by which its QEMU is known again.
/// </summary>
internal static class MachineWiring
{
    public const string Monitor = "qmp";
    public const string Agent = "agent";
    public const string Console = "serial";

    /// <summary>The agent's port, as the guest knows it.</summary>
    private const string AgentPort = "moa.agent.0";

    public static MachineSpec Apply(MachineSpec spec, MachineId id) => spec with
    {
        // A guest that reboots by itself would come up with another memory of the world than its users have.
        Actions = spec.Actions ?? new Actions { Reboot = RebootAction.Shutdown },
        Monitors = [new QmpMonitor { Id = "moa", Chardev = Socket(Monitor, id) }, .. spec.Monitors],
        Devices =
        [
            // First, so that the kernel's console=ttyS0 is this one.
            new Serial { Chardev = Socket(Console, id) },
            new VirtioSerial { Id = "moa", Ports = [new Virtserialport { Name = AgentPort, Chardev = Socket(Agent, id) }] },
            .. spec.Devices,
        ],
    };

    private static DescriptorChardev Socket(string name, MachineId id) => new(name) { Id = $"moa.{id}.{name}" };
}
