using Moa.Interop.Linux;
using Moa.Launching;

namespace Moa.Keeper.Tests;

/// <summary>A machine's id and folders, of its own for each test, gone afterwards.</summary>
internal sealed class TestMachine : IDisposable
{
    public const string Qemu = "qemu-system-x86_64";

    private readonly string root;

    public TestMachine()
    {
        root = Directory.CreateTempSubdirectory("moa-t-").FullName;
        Id = Guid.NewGuid().ToString("N")[..8];
    }

    /// <summary>The same machine in another process.</summary>
    public TestMachine(string root, string id)
    {
        this.root = root;
        Id = id;
    }

    public string Id { get; }

    public string Root => root;

    public string Runtime => Path.Combine(root, "r");

    public string Data => Path.Combine(root, "d");

    /// <summary>A file of the test's own.</summary>
    public string File(string name) => Path.Combine(root, name);

    /// <summary>An executable file with this content.</summary>
    public string Script(string body)
    {
        var path = File("program-" + Guid.NewGuid().ToString("N")[..4]);
        System.IO.File.WriteAllText(path, "#!/bin/sh\n" + body + "\n");
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>A real QEMU without a guest's first instruction: a monitor, an agent's port and a serial console.</summary>
    public QemuStartInfo Stopped(bool temporary = true) => new()
    {
        FileName = Qemu,
        Arguments = Arguments("-S"),
        Id = Id,
        RuntimeFolder = Runtime,
        DataFolder = Data,
        Temporary = temporary,
        QmpNumber = 3,
        AgentNumber = 4,
        SerialNumber = 5,
    };

    public string[] Arguments(params string[] more) =>
    [
        "-M", "q35", "-accel", "tcg", "-m", "32", "-nodefaults", "-display", "none", "-no-user-config",
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
        "-chardev", $"socket,id=moa.{Id}.qmp,fd=3,server=on,wait=off", "-mon", $"chardev=moa.{Id}.qmp,mode=control",
        "-chardev", $"socket,id=moa.{Id}.agent,fd=4,server=on,wait=off",
        "-device", "virtio-serial-pci", "-device", $"virtserialport,chardev=moa.{Id}.agent,name=moa.agent.0",
        "-chardev", $"socket,id=moa.{Id}.serial,fd=5,server=on,wait=off", "-serial", $"chardev:moa.{Id}.serial",
        .. more,
    ];

    /// <summary>Another program in QEMU's place, without listeners.</summary>
    public QemuStartInfo Program(string file, params string[] arguments) => new()
    {
        FileName = file,
        Arguments = arguments,
        Id = Id,
        RuntimeFolder = Runtime,
        DataFolder = Data,
        Temporary = true,
    };

    /// <summary>This test program in QEMU's place, in one of its roles.</summary>
    public QemuStartInfo Role(string role, params string[] arguments) => Program(Helper.Program, ["helper", role, .. arguments]);

    public void Dispose() => NativeFile.RemoveTree(root);
}
