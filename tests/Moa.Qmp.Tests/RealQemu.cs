using System.Diagnostics;
using System.Net.Sockets;

namespace Moa.Qmp.Tests;

/// <summary>A QEMU without a machine, and its monitor.</summary>
internal sealed class RealQemu : IAsyncDisposable
{
    /// <summary>The installed QEMU.</summary>
    public const string Installed = "qemu-system-x86_64";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moa-");
    private readonly Process _process;

    /// <summary>Starts QEMU.</summary>
    /// <param name="program">The program; the test is skipped where it is not to be had.</param>
    /// <param name="monitor">Options of <c>-mon</c>.</param>
    public RealQemu(string? program, string monitor = "mode=control")
    {
        Assert.SkipUnless(program is not null, "MOA_TEST_QEMU10 names no QEMU.");
        Path = System.IO.Path.Combine(_folder.FullName, "qmp");
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[
            "-M", "none", "-nodefaults", "-display", "none", "-S",
            "-chardev", $"socket,id=m,path={Path},server=on,wait=off", "-mon", $"chardev=m,{monitor}"])
        {
            start.ArgumentList.Add(argument);
        }
        _process = Process.Start(start)!;
    }

    public string Path { get; }

    public int Pid => _process.Id;

    /// <summary>Connects, once QEMU has made its socket.</summary>
    public async Task<QmpClient> ConnectAsync(QmpClientOptions? options = null)
    {
        var token = TestContext.Current.CancellationToken;
        using var watcher = new FileSystemWatcher(_folder.FullName);
        var appeared = new TaskCompletionSource();
        watcher.Created += (_, _) => appeared.TrySetResult();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(Path))
            await appeared.Task.WaitAsync(TimeSpan.FromSeconds(30), token);
        while (true)
        {
            try
            {
                return await QmpClient.ConnectAsync(Path, options ?? new() { ConnectTimeout = TimeSpan.FromSeconds(30) }, token);
            }
            catch (QmpConnectionException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
            {
                // Bound and not yet listening.
                await Task.Yield();
            }
        }
    }

    public void Kill() => _process.Kill();

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{Pid}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
