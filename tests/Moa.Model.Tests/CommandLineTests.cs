namespace Moa.Model.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void A_machine_that_boots_a_kernel_with_an_agent_port()
    {
        var spec = new MachineSpec
        {
            Name = "web, 1",
            Machine = new Q35Machine { Version = "7.2" },
            Accelerator = new TcgAccelerator { Thread = TcgThread.Multi },
            Memory = new Memory { Size = ByteSize.FromMebibytes(256) },
            Kernel = new Kernel { File = "/boot/vmlinuz", Initrd = "/boot/initrd", Append = ["console=ttyS0", "init=/a b"] },
            Monitors = [new QmpMonitor { Chardev = new DescriptorChardev("qmp") { Id = "moa.3f9a2c71.qmp" } }],
            Devices =
            [
                new Serial { Chardev = new DescriptorChardev("serial") },
                new VirtioSerial { Ports = [new Virtserialport { Name = "moa.agent.0", Chardev = new DescriptorChardev("agent") }] },
            ],
        };

        var line = CommandLine.From(spec);

        Assert.Equal(
            """
            qemu-system-x86_64 \
              -name 'guest=web,, 1' \
              -no-user-config \
              -nodefaults \
              -sandbox on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny \
              -machine pc-q35-7.2 \
              -accel tcg,thread=multi \
              -m size=256M \
              -kernel /boot/vmlinuz \
              -initrd /boot/initrd \
              -append 'console=ttyS0 init="/a b"' \
              -chardev socket,id=moa.3f9a2c71.qmp,fd=3,server=on,wait=off \
              -chardev socket,id=serial0.chardev,fd=4,server=on,wait=off \
              -chardev socket,id=virtio-serial0.port0.chardev,fd=5,server=on,wait=off \
              -mon id=qmp0,chardev=moa.3f9a2c71.qmp,mode=control \
              -serial chardev:serial0.chardev \
              -device '{"driver":"virtio-serial-pci","id":"virtio-serial0"}' \
              -device '{"driver":"virtserialport","id":"virtio-serial0.port0","bus":"virtio-serial0.0","chardev":"virtio-serial0.port0.chardev","name":"moa.agent.0"}' \
              -display none
            """,
            line.ToShellString("qemu-system-x86_64"));
        Assert.Equal([new("qmp", 3), new("serial", 4), new("agent", 5)], line.Descriptors);
    }
}
