using Moa.Guests;
using Moa.Interop.Linux;

namespace Moa.Cli.Terminals;

/// <summary>The terminal that <c>moa</c> runs in, if it runs in one.</summary>
internal static class HostTerminal
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Whether stdin is a terminal.</summary>
    public static bool IsInput => TerminalDevice.Is(Input);

    /// <summary>Whether stderr is a terminal, where progress can be drawn.</summary>
    public static bool IsError => TerminalDevice.Is(Error);

    /// <summary>Its size and kind, for a terminal of the same shape in the guest.</summary>
    public static GuestTerminal Describe()
    {
        var (rows, columns) = Size();
        return new GuestTerminal(rows, columns, Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } kind ? kind : "xterm");
    }

    /// <summary>Its size now; 24 by 80 where it does not know.</summary>
    public static (ushort Rows, ushort Columns) Size() => TerminalDevice.Size(Output) ?? TerminalDevice.Size(Input) ?? (24, 80);

    /// <summary>Raw mode until disposed, and also until the program ends in any way it can notice.</summary>
    public static IDisposable EnterRawMode() => new RawMode();

    private sealed class RawMode : IDisposable
    {
        private byte[]? _settings = TerminalDevice.MakeRaw(Input);

        public RawMode() => AppDomain.CurrentDomain.ProcessExit += Leave;

        public void Dispose()
        {
            AppDomain.CurrentDomain.ProcessExit -= Leave;
            Leave(null, EventArgs.Empty);
        }

        private void Leave(object? sender, EventArgs arguments)
        {
            if (Interlocked.Exchange(ref _settings, null) is { } settings)
                TerminalDevice.Restore(Input, settings);
        }
    }
}
