using System.Diagnostics;
using Moa.Guests;
using Moa.Images;
using Moa.Machines;

namespace Moa.GuestAgent.Tests;

/// <summary>A real guest under QEMU with the agent as its first process, and its port as a socket on the host.</summary>
public sealed class GuestMachine : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moa-guest-").FullName;
    private Process? _qemu;

    public string Socket => Path.Combine(_folder, "agent");

    public string Console => File.ReadAllText(Path.Combine(_folder, "console"));

    public Process Qemu => _qemu!;

    public async ValueTask InitializeAsync()
    {
        var store = new ImageStore(Path.Combine(Path.GetTempPath(), $"moa-test-images-{Environment.UserName}"));
        var image = await store.EnsureAsync("tiny", AgentProgram.Find());
        _qemu = Process.Start(new ProcessStartInfo("qemu-system-x86_64",
        [
            "-M", "q35,accel=tcg", "-m", "256", "-nodefaults", "-display", "none",
            "-kernel", image.KernelPath, "-initrd", image.InitrdPath,
            "-append", image.KernelArguments + " ip=10.0.2.15::10.0.2.2:255.255.255.0::eth0:off:10.0.2.3 moa.hostname=bird",
            "-serial", $"file:{Path.Combine(_folder, "console")}", "-qmp", "stdio",
            "-netdev", "user,id=n", "-device", "virtio-net-pci,netdev=n",
            "-device", "virtio-rng-pci",
            "-device", "virtio-serial-pci",
            "-chardev", $"socket,id=a,path={Socket},server=on,wait=off",
            "-device", "virtserialport,chardev=a,name=moa.agent.0",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;

        // The monitor greets when every socket is there to be connected to.
        Assert.Contains("QMP", await _qemu.StandardOutput.ReadLineAsync());
        await _qemu.StandardInput.WriteLineAsync("""{"execute":"qmp_capabilities"}""");
    }

    /// <summary>Gives QEMU's monitor a command.</summary>
    public Task CommandAsync(string name) => _qemu!.StandardInput.WriteLineAsync($$"""{"execute":"{{name}}"}""");

    public Task<GuestClient> ConnectAsync() => GuestClient.ConnectAsync(
        Socket, new GuestClientOptions { Synchronise = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (!_qemu!.HasExited)
            _qemu.Kill();
        await _qemu.WaitForExitAsync();
        _qemu.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
