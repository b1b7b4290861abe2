using System.Runtime.InteropServices;

namespace Moa.Cli;

/// <summary>SIGINT, SIGTERM and SIGHUP as a cancellation: the first asks, a second one ends the program at once.</summary>
internal sealed class Interrupt : IDisposable
{
    private static Func<PosixSignal, bool>? s_first;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    public Interrupt() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];

    public CancellationToken Token => _source.Token;

    /// <summary>Lets a verb take the first signal itself, say to pass it on to the guest; true says it did.</summary>
    public static void OnFirst(Func<PosixSignal, bool>? handler) => s_first = handler;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (Interlocked.Increment(ref _count))
        {
            case 1 when s_first?.Invoke(context.Signal) == true:
                break;
            case 1 or 2 when !_source.IsCancellationRequested:
                _source.Cancel();
                break;
            default:
                context.Cancel = false;
                break;
        }
    }
}
