using System.Globalization;
using System.Net.Sockets;
using Moa.Interop.Linux;
using Moa.Keeping;
using Moa.Launching;
using Moa.Qmp;

namespace Moa.Probing;

/// <summary>A QEMU that is started to be asked, and is gone when that is done, whatever happens to this process.</summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    private const int QmpNumber = 3;
    private const int SerialNumber = 4;
    private const int SIGHUP = 1;
    private const int SIGINT = 2;
    private const int SIGQUIT = 3;
    private const int SIGKILL = 9;
    private const int SIGTERM = 15;

    private readonly string _path;
    private readonly QemuProcess _process;

    private ProbeProcess(string path, QemuProcess process, QmpClient qmp, Stream? serial)
    {
        _path = path;
        _process = process;
        Qmp = qmp;
        Serial = serial;
    }

    /// <summary>
    /// Arguments for a QEMU that has no machine and only answers questions. Any accelerator will do: it runs nothing.
    /// </summary>
    public static IReadOnlyList<string> NoMachine { get; } = ["-machine", "none", "-accel", "tcg", "-accel", "kvm", "-S"];

    /// <summary>Its monitor.</summary>
    public QmpClient Qmp { get; }

    /// <summary>Its first serial port, where one was asked for.</summary>
    public Stream? Serial { get; }

    /// <summary>Its process id.</summary>
    public int Pid => _process.Pid;

    /// <summary>Starts QEMU and connects to its monitor. Cancelling ends what was started.</summary>
    /// <param name="path">The program.</param>
    /// <param name="runtimeFolder">The folder in which it gets one for its sockets.</param>
    /// <param name="arguments">What is particular to this run.</param>
    /// <param name="withSerial">Whether it gets a serial port.</param>
    /// <param name="cancel">Ends the start.</param>
    /// <exception cref="QemuProbeException">It does not start, or is not QEMU.</exception>
    /// <exception cref="RuntimeFolderException">The runtime folder cannot be used.</exception>
    public static async Task<ProbeProcess> StartAsync(
        string path, string runtimeFolder, IReadOnlyList<string> arguments, bool withSerial, CancellationToken cancel)
    {
        var id = Random.Shared.Next().ToString("x8", CultureInfo.InvariantCulture);
        var ends = withSerial ? UnixSocket.Pair() : default((Descriptor Ours, Descriptor Theirs)?);
        using var theirs = ends?.Theirs;
        using var ours = ends?.Ours;
        var info = new QemuStartInfo
        {
            FileName = path,
            Arguments = [.. arguments, .. CommonArguments, .. withSerial ? SerialArguments : []],
            Id = id,
            RuntimeFolder = Path.Combine(runtimeFolder, id),
            WorkingFolder = "/",
            Temporary = true,
            QmpNumber = QmpNumber,
            Descriptors = theirs is null ? [] : [new QemuDescriptor(theirs, SerialNumber)],
        };
        QemuProcess? process = null;
        try
        {
            process = await QemuProcess.StartAsync(info, cancel).ConfigureAwait(false);
            var qmp = await QmpClient.ConnectAsync(process.QmpPath, cancellationToken: cancel).ConfigureAwait(false);
            return new ProbeProcess(path, process, qmp, ours is null ? null : OpenStream(ours));
        }
        catch (Exception failure)
        {
            if (process is not null)
                await process.DisposeAsync().ConfigureAwait(false);
            if (failure is QemuLaunchException { Exit: { } exit })
                throw new QemuProbeException(path, Words(exit), failure);
            if (failure is QemuLaunchException or QmpConnectionException or QmpProtocolException or MoaTimeoutException)
                throw new QemuProbeException(path, failure.Message, failure);
            throw;
        }
    }

    /// <summary>Asks something that every QEMU can answer.</summary>
    /// <exception cref="QemuProbeException">This one cannot.</exception>
    public async Task<QmpReply> AskAsync(string command, string? arguments, CancellationToken cancel)
    {
        try
        {
            return arguments is null
                ? await Qmp.ExecuteAsync(command, cancellationToken: cancel).ConfigureAwait(false)
                : await Qmp.ExecuteAsync(command, arguments, cancellationToken: cancel).ConfigureAwait(false);
        }
        catch (QmpConnectionException)
        {
            throw new QemuProbeException(_path, await ExplainEndAsync(cancel).ConfigureAwait(false));
        }
        catch (MoaException failure)
        {
            throw new QemuProbeException(_path, failure.Message, failure);
        }
    }

    /// <summary>Ends QEMU, and gives what it had said.</summary>
    public async Task<string> EndAsync(CancellationToken cancel)
    {
        await _process.SignalAsync(SIGKILL, cancel).ConfigureAwait(false);
        return Words(await _process.WaitForExitAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>What QEMU said when it ended by itself, which it has or is about to.</summary>
    /// <exception cref="QemuProbeException">Somebody else ended it, so that it says nothing about QEMU.</exception>
    public async Task<string> ExplainEndAsync(CancellationToken cancel)
    {
        var exit = await _process.WaitForExitAsync(cancel).ConfigureAwait(false);
        return exit.Signal is SIGHUP or SIGINT or SIGQUIT or SIGKILL or SIGTERM
            ? throw new QemuProbeException(_path, string.Create(CultureInfo.InvariantCulture, $"somebody ended it with signal {exit.Signal}. Try again."))
            : Words(exit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Qmp.DisposeAsync().ConfigureAwait(false);
        if (Serial is { } serial)
            await serial.DisposeAsync().ConfigureAwait(false);
        try
        {
            // There is nothing in it that a gentle end would save.
            await _process.SignalAsync(SIGKILL).ConfigureAwait(false);
        }
        catch (KeeperException) when (_process.HasExited)
        {
            return;
        }
        finally
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static string[] CommonArguments { get; } =
    [
        "-nodefaults", "-no-user-config", "-display", "none",
        "-chardev", $"socket,id=qmp,fd={QmpNumber},server=on,wait=off", "-mon", "chardev=qmp,mode=control",
    ];

    private static string[] SerialArguments { get; } = ["-chardev", $"socket,id=serial,fd={SerialNumber}", "-serial", "chardev:serial"];

    private static NetworkStream OpenStream(Descriptor ours)
    {
        var handle = new SafeSocketHandle(ours.Number, ownsHandle: true);
        ours.SetHandleAsInvalid();
        return new NetworkStream(new Socket(handle), ownsSocket: true);
    }

    // The first line is the cause; what follows are registers and backtraces. Warnings are about something else.
    private static string Words(QemuExit exit) =>
        exit.Stderr.Split('\n').Select(WithoutProgram).FirstOrDefault(static line => line.Length > 0 && !line.StartsWith("warning:", StringComparison.Ordinal))
        ?? (exit.Signal is { } signal
            ? string.Create(CultureInfo.InvariantCulture, $"QEMU was ended by signal {signal} and said nothing")
            : string.Create(CultureInfo.InvariantCulture, $"QEMU ended with status {exit.Code} and said nothing"));

    private static string WithoutProgram(string line)
    {
        var text = line.Trim();
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && text.AsSpan(0, colon).Contains("qemu", StringComparison.Ordinal) ? text[(colon + 2)..] : text;
    }
}
