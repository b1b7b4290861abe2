using System.Runtime.InteropServices;
using System.Text.Json;
using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeper;

/// <content>The beginning: QEMU is started, or adopted, and connected to.</content>
internal sealed partial class KeptMachine
{
    private bool Begin(FrameType type, ReadOnlySpan<byte> payload)
    {
        try
        {
            message = StartMessage.Parse(payload);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
        state.Id = record.Id = message.Id;
        state.Data = record.Data = message.Data;
        state.Temporary = record.Temporary = message.Temporary;
        state.Adopted = type == FrameType.Adopt;
        var stage = "record";
        try
        {
            if (state.Adopted)
                Adopt(ref stage);
            else
                Start(ref stage);
            Announce(monitor is null ? KeeperState.Running : KeeperState.Starting);
        }
        catch (LinuxException e)
        {
            Fail(stage, e);
        }
        foreach (var descriptor in descriptors)
            descriptor.Dispose();
        descriptors.Clear();
        startLock.Dispose();
        return true;
    }

    private void Start(ref string stage)
    {
        var start = message!;
        record.Boot = ProcFile.BootId();
        record.KeeperPid = Environment.ProcessId;
        record.KeeperStartTime = ProcFile.StartTime(record.KeeperPid) ?? 0;
        record.Listeners = start.Listeners;
        record.Marked = start.Arguments.Exists(argument => argument.Contains(RuntimeFiles.Mark(start.Id), StringComparison.Ordinal));
        record.Save(start.Runtime);

        stage = "log";
        consoleLog = ConsoleLine.CreateLog(Path.Combine(start.Data, RuntimeFiles.ConsoleLog));
        qemuLog = OutputPipe.CreateLog(Path.Combine(start.Data, RuntimeFiles.QemuLog));
        qemuLog.Open(append: false);

        stage = "bind";
        control = new Listener(loop, RuntimePath(RuntimeFiles.Control), OnClient);
        var listeners = new List<(SafeHandle, int)>();
        try
        {
            foreach (var (name, number) in start.Listeners)
            {
                var listener = UnixSocket.Listen(RuntimePath(RuntimeFiles.Qemu(name)), backlog: 1);
                listeners.Add((listener, number));
                Connect(name, append: false);
            }
            stage = "folder";
            LinuxException.Check(Libc.chdir(start.Folder), "chdir", start.Folder);
            stage = "spawn";
            var (read, write) = NativeFile.Pipe();
            using (write)
            {
                output = new OutputPipe(loop, read, qemuLog);
                qemu = QemuChild.Start(
                    loop, start.File, start.Arguments, start.Environment,
                    [.. listeners, .. descriptors.Zip(start.Descriptors, static (handle, number) => ((SafeHandle)handle, number))],
                    write, OnQemuExited);
            }
        }
        finally
        {
            foreach (var (listener, _) in listeners)
                listener.Dispose();
            _ = Libc.chdir("/");
        }
        SaveQemu();
    }

    private void Adopt(ref string stage)
    {
        var adopt = message!;
        stage = "identity";
        record.Boot = ProcFile.BootId();
        record.KeeperPid = Environment.ProcessId;
        record.KeeperStartTime = ProcFile.StartTime(record.KeeperPid) ?? 0;
        record.Listeners = adopt.Listeners;
        record.Marked = adopt.Marked;
        qemu = QemuChild.Adopt(loop, adopt.Pid, adopt.StartTime, adopt.Marked ? RuntimeFiles.Mark(adopt.Id) : null, OnQemuExited)
            ?? throw new LinuxException("pidfd_open", Errno.ESRCH, $"process {adopt.Pid} is not this machine's QEMU");
        SaveQemu();

        stage = "bind";
        control = new Listener(loop, RuntimePath(RuntimeFiles.Control), OnClient);
        consoleLog = ConsoleLine.CreateLog(Path.Combine(adopt.Data, RuntimeFiles.ConsoleLog));
        foreach (var (name, _) in adopt.Listeners)
            Connect(name, append: true);
    }

    /// <summary>Connects to where QEMU listens, or will, and shares what comes of it.</summary>
    private void Connect(string name, bool append)
    {
        switch (name)
        {
            case RuntimeFiles.Qmp:
                monitor = new MonitorHub(loop, RuntimePath(name), ConnectToQemu(name), OnMonitorReady, events, OnMonitorLost);
                break;
            case RuntimeFiles.Agent:
                agent = new AgentHub(loop, RuntimePath(name), ConnectToQemu(name), OnAgentLost);
                break;
            case RuntimeFiles.Serial:
                consoleLog!.Open(append);
                console = NewConsole();
                break;
            default:
                throw new LinuxException("bind", Errno.EINVAL, $"no such listener: {name}");
        }
    }

    private Descriptor ConnectToQemu(string name) => UnixSocket.Connect(RuntimePath(RuntimeFiles.Qemu(name)));

    private ConsoleLine NewConsole() => new(
        loop, ConnectToQemu(RuntimeFiles.Serial), consoleLog!, OnConsoleOutput, OnPanic, OnConsoleWritable, OnConsoleLost);

    private void SaveQemu()
    {
        state.Pid = record.QemuPid = qemu!.Pid;
        state.StartTime = record.QemuStartTime = qemu.StartTime;
        record.Save(message!.Runtime);
    }
}
