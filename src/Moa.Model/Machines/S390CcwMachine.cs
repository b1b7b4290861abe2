using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The virtual IBM Z, with devices on channels (hw/s390x/s390-virtio-ccw.c).</summary>
public sealed record S390CcwMachine : VersionedMachine
{
    internal static RecordShape<S390CcwMachine> Shape { get; } = new(
        "s390-ccw-virtio", "The virtual IBM Z, with devices on channels.", () => new(),
        table => table
            .VersionMember()
            .BoardMembers());

    private protected override string NewestName => "s390-ccw-virtio";

    internal override VirtioTransport Transport => VirtioTransport.Ccw;

    internal override GuestArchitecture[] Architectures => [GuestArchitecture.S390x];

    internal override JsonObject Options() => Shape.Options(this);
}
