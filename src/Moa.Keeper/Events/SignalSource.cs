using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>SIGTERM to the keeper, which was started with it blocked.</summary>
internal sealed class SignalSource : EventSource
{
    private readonly Action received;

    private SignalSource(Descriptor descriptor, Action received) : base(descriptor) => this.received = received;

    public static SignalSource Watch(EventLoop loop, int signal, Action received)
    {
        Descriptor descriptor;
        // SAFETY: the set has more room than a sigset_t, and is initialised before use.
        unsafe
        {
            var signals = stackalloc byte[Libc.OpaqueSize];
            _ = Libc.sigemptyset(signals);
            _ = Libc.sigaddset(signals, signal);
            descriptor = Libc.signalfd(-1, signals, Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        }
        if (descriptor.IsInvalid)
            throw LinuxException.Last("signalfd");
        var source = new SignalSource(descriptor, received);
        loop.Add(source, Libc.EPOLLIN);
        return source;
    }

    public override void OnReady(uint events)
    {
        var information = (Span<byte>)stackalloc byte[128];
        while (NativeFile.Read(Descriptor, information) > 0)
            received();
    }

    public override void OnFault()
    {
    }
}
