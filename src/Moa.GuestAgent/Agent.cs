using System.Text;
using Moa.GuestAgent.Init;
using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>The program: finds out how it was started, and serves the host until it is told to end.</summary>
internal static class Agent
{
    // How long a machine without a host waits before it makes itself usable anyway.
    private const int LonelyMilliseconds = 1000;

    public static int Run(string[] arguments)
    {
        if (Libc.GetProcessId() == 1)
            return RunAsInit();
        return Options.Parse(arguments) is { } options ? RunAsService(options) : 2;
    }

    /// <summary>Writes to stderr.</summary>
    public static void Say(string text) => Libc.Write(2, Encoding.UTF8.GetBytes(text));

    private static int RunAsInit()
    {
        var loop = new EventLoop();
        var init = new InitProcess(loop);
        init.Begin();
        PrepareProcess();
        var port = new VirtioPort(loop, null);
        var session = new Session(loop, port) { Hello = Hello("power", "init"), PowerOff = init.PowerOff };
        session.Prepare = Complete;
        var uevents = new UeventSocket(loop)
        {
            Received = variables =>
            {
                init.DeviceEvent(variables);
                port.Open();
            },
        };
        uevents.Start();
        port.Open();
        loop.After(LonelyMilliseconds, Complete);
        loop.Run();
        return 0;

        void Complete()
        {
            if (!init.Complete())
                return;
            Signals.Listen(loop, [Libc.SIGCHLD, .. InitProcess.PowerSignals], signal =>
            {
                if (signal != Libc.SIGCHLD)
                    init.PowerSignal(signal);
                session.Reap();
                init.ChildrenEnded();
            });
        }
    }

    private static int RunAsService(Options options)
    {
        PrepareProcess();
        var loop = new EventLoop();
        HostLink link = options.Socket is { } socket ? new UnixPort(loop, socket) : new VirtioPort(loop, options.Port);
        var session = options.Socket is null
            ? new Session(loop, link) { Hello = Hello("power"), PowerOff = SystemPower.Switch }
            : new Session(loop, link) { Hello = Hello() };
        Signals.Listen(loop, [Libc.SIGCHLD], _ => session.Reap());
        if (options.Socket is null)
            new UeventSocket(loop) { Received = _ => link.Open() }.Start();
        if (link.Open() is { } problem)
        {
            Say($"moa-agent: {problem}\n");
            return 1;
        }

        loop.Run();
        return 0;
    }

    private static HelloPayload Hello(params ReadOnlySpan<string> more) => new(
        HelloPayload.CurrentProtocol,
        AgentVersion.Text,
        Libc.Uname(Libc.UtsRelease),
        Libc.Uname(Libc.UtsMachine),
        ["exec", "pty", .. more]);

    /// <summary>What every process of ours relies on: three open descriptors, none passed on by accident.</summary>
    private static void PrepareProcess()
    {
        int descriptor;
        do
        {
            descriptor = Libc.Open("/dev/null", Libc.O_RDWR);
        }
        while (descriptor is >= 0 and <= 2);
        Libc.Close(descriptor);
        Libc.CloseRange(3, uint.MaxValue, Libc.CLOSE_RANGE_CLOEXEC);
        Libc.Signal(Libc.SIGPIPE, 1);
    }
}
