using System.Diagnostics;
using Moa.Guests;
using Moa.Machines;

namespace Moa.GuestAgent.Tests;

/// <summary>The agent as an ordinary process that listens on a Unix socket in a folder of its own.</summary>
public sealed class AgentProcess : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moa-agent-").FullName;
    private Process? _process;

    public string Socket => Path.Combine(_folder, "agent");

    public int Id => _process!.Id;

    public async ValueTask InitializeAsync()
    {
        _process = Process.Start(new ProcessStartInfo(AgentProgram.Find(), ["--listen", Socket])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.StartsWith("moa-agent: listening", await _process.StandardOutput.ReadLineAsync());
    }

    public Task<GuestClient> ConnectAsync() => GuestClient.ConnectAsync(
        Socket, new GuestClientOptions { Synchronise = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
