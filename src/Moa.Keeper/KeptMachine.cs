using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeper;

/// <summary>
/// The machine this keeper is for: started or adopted once, kept as long as its QEMU lives, reported and cleaned up
/// after.
/// </summary>
internal sealed partial class KeptMachine
{
    private static readonly TimeSpan TermBudget = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadingBudget = TimeSpan.FromSeconds(10);

    private readonly EventLoop loop;
    private readonly ControlClient starter;
    private readonly Descriptor startLock;
    private readonly List<ControlClient> clients = [];
    private readonly List<Descriptor> descriptors = [];
    private readonly MonitorEvents events = new();
    private readonly KeeperState state = new();
    private readonly ProcessRecord record = new();
    private StartMessage? message;
    private Listener? control;
    private QemuChild? qemu;
    private OutputPipe? output;
    private RotatingLog? qemuLog;
    private RotatingLog? consoleLog;
    private ConsoleLine? console;
    private MonitorHub? monitor;
    private AgentHub? agent;
    private bool ending;
    private bool gone;

    /// <param name="loop">The loop.</param>
    /// <param name="socket">The starter's connection.</param>
    /// <param name="startLock">
    /// The runtime folder's lock, which the starter shares: without it, one who finds the starter dead and nobody answering
    /// yet would take the folder for an old one.
    /// </param>
    public KeptMachine(EventLoop loop, Descriptor socket, Descriptor startLock)
    {
        this.loop = loop;
        this.startLock = startLock;
        starter = new ControlClient(loop, socket, this);
        clients.Add(starter);
        SignalSource.Watch(loop, Libc.SIGTERM, OnTerminate);
    }

    /// <summary>Where the machine's data are; null before it was told.</summary>
    public string? Data => message?.Data;

    /// <summary>A client's frame. False when it is none that this client may send now.</summary>
    public bool OnFrame(ControlClient client, FrameType type, ReadOnlySpan<byte> payload, List<Descriptor> received)
    {
        switch (type)
        {
            case FrameType.Start or FrameType.Adopt when client == starter && message is null:
                descriptors.AddRange(received);
                received.Clear();
                return Begin(type, payload);
            case FrameType.Signal when payload.Length == 1:
                qemu?.Signal(payload[0]);
                return true;
            case FrameType.Retain:
                Retain();
                return true;
            case FrameType.ConsoleAttach:
                AttachConsole(client);
                return true;
            case FrameType.ConsoleInput when client.IsAttached:
                SendToConsole(payload);
                return true;
            default:
                return false;
        }
    }

    public void OnLeft(ControlClient client)
    {
        clients.Remove(client);
        if (client != starter)
            return;
        if (message is null || state.State is KeeperState.Exited or KeeperState.Failed)
            CleanUp();
        else if (state.Temporary)
            EndQemu();
    }

    private void OnClient(Descriptor socket)
    {
        var client = new ControlClient(loop, socket, this);
        clients.Add(client);
        client.Say(FrameType.State, state.ToJson());
    }

    private void OnMonitorReady(byte[] greeting)
    {
        state.Greeting = greeting;
        Announce(KeeperState.Running);
    }

    private void OnPanic() => events.Panicked = true;

    private void Retain()
    {
        if (!state.Temporary || ending)
            return;
        state.Temporary = record.Temporary = false;
        try
        {
            record.Save(message!.Runtime);
        }
        catch (LinuxException e)
        {
            // This keeper knows; one that adopts the machine after it would not.
            Report(RuntimeFiles.Process, e);
        }
        Announce(state.State);
    }

    private void OnTerminate()
    {
        // A lasting machine's keeper goes when its machine goes: nobody else could tell how that ended.
        if (state.Temporary && qemu is not null)
            EndQemu();
    }

    private void EndQemu()
    {
        if (ending)
            return;
        ending = true;
        qemu!.Signal(Libc.SIGTERM);
        loop.After(TermBudget, () => qemu.Signal(Libc.SIGKILL));
    }

    private void OnQemuExited(ExitStatus? status)
    {
        gone = true;
        try
        {
            monitor?.Finish();
            agent?.Finish();
            console?.ReadToEnd();
            console?.Close();
            output?.ReadToEnd();
        }
        catch (LinuxException e)
        {
            // What QEMU said last is lost then; that it ended is not.
            Report("QEMU's last words", e);
        }
        state.Code = status?.Code;
        state.Signal = status?.Signal;
        state.Shutdown = events.Shutdown;
        state.Panicked = events.Panicked;
        state.Stderr = output?.Tail;
        if (!state.Temporary)
            SaveExit();
        Announce(KeeperState.Exited);
        AwaitReader();
    }

    private void Fail(string stage, LinuxException error)
    {
        gone = true;
        if (!state.Adopted)
            qemu?.KillNow();
        monitor?.Finish();
        agent?.Finish();
        console?.Close();
        state.Stage = stage;
        state.Errno = error.Errno;
        state.Message = error.Message;
        Announce(KeeperState.Failed);
        AwaitReader();
    }

    private void Announce(string newState)
    {
        state.State = newState;
        var json = state.ToJson();
        foreach (var client in clients.ToArray())
            client.Say(FrameType.State, json);
    }

    // The starter may still want to read the logs of a temporary machine; it says that it is done by closing.
    private void AwaitReader()
    {
        if (starter.IsOpen)
            loop.After(ReadingBudget, CleanUp);
        else
            CleanUp();
    }

    private string RuntimePath(string name) => Path.Combine(message!.Runtime, name);
}
