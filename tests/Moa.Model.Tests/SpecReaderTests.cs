namespace Moa.Model.Tests;

public sealed class SpecReaderTests
{
    [Fact]
    public void All_problems_come_at_once_with_their_lines()
    {
        const string text = """
            name: web
            machine: q53
            memory: 12Q
            smb: 2
            kernel:
              initrd: /boot/initrd
              append: [quiet, "a\"b"]
            devices:
              - type: serial
                chardev: {type: descriptor, name: serial}
              - type: virtio-serail
              - type: virtio-serial
                ports:
                  - type: virtserialport
                    nmae: agent
                    chardev: "null"
            """;

        var problems = Assert.Throws<MachineSpecException>(() => SpecReader.Read(text, SpecFormat.Yaml, "web.yaml")).Problems;

        Assert.Equal(
            """
            web.yaml:2:10: machine: There is no machine 'q53'. Did you mean 'q35'?
            web.yaml:3:9: memory: This must be a size, but it is '12Q'. A size is a whole number, then K, M, G, T, P or E: 512M, 1G; without a letter, bytes.
            web.yaml:4:1: smb: 'smb' is no member of spec. Did you mean 'smp'?
            web.yaml:6:3: kernel.file: It is missing and has no default. [required]
            web.yaml:7:19: kernel.append[1]: 'a"b' is not right. An argument of the kernel has neither double quotes nor control characters.
            web.yaml:11:11: devices[1].type: There is no device 'virtio-serail'. Did you mean 'virtio-serial'?
            web.yaml:14:9: devices[2].ports[0].name: It is missing and has no default. [required]
            web.yaml:15:9: devices[2].ports[0].nmae: 'nmae' is no member of port virtserialport. Did you mean 'name'?
            """,
            string.Join("\n", problems));
    }
}
