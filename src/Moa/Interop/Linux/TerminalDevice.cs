namespace Moa.Interop.Linux;

/// <summary>The terminal behind one of this process's standard descriptors.</summary>
internal static class TerminalDevice
{
    /// <summary>Whether a descriptor is a terminal.</summary>
    public static bool Is(int descriptor) => Libc.isatty(descriptor) == 1;

    /// <summary>Rows and columns; null where the descriptor is no terminal, or one that does not know.</summary>
    public static (ushort Rows, ushort Columns)? Size(int descriptor)
    {
        // SAFETY: the kernel fills the structure, whose layout is part of its ABI.
        unsafe
        {
            Libc.WindowSize size;
            return Libc.ioctl_window(descriptor, Libc.TIOCGWINSZ, &size) == 0 && size is { Rows: > 0, Columns: > 0 }
                ? (size.Rows, size.Columns)
                : null;
        }
    }

    /// <summary>Switches to raw mode and gives back the settings of before, for <see cref="Restore"/>.</summary>
    public static byte[] MakeRaw(int descriptor)
    {
        var before = new byte[Libc.TermiosSize];
        // SAFETY: both buffers are larger than libc's struct termios, which only libc reads and writes.
        unsafe
        {
            fixed (byte* saved = before)
            {
                LinuxException.Check(Libc.tcgetattr(descriptor, saved), "tcgetattr");
                var raw = stackalloc byte[Libc.TermiosSize];
                before.CopyTo(new Span<byte>(raw, Libc.TermiosSize));
                Libc.cfmakeraw(raw);
                LinuxException.Check(Libc.tcsetattr(descriptor, Libc.TCSADRAIN, raw), "tcsetattr");
            }
        }
        return before;
    }

    /// <summary>Sets what <see cref="MakeRaw"/> gave; a terminal that is gone meanwhile is left alone.</summary>
    public static void Restore(int descriptor, byte[] settings)
    {
        // SAFETY: the buffer came from tcgetattr and is as large.
        unsafe
        {
            fixed (byte* saved = settings)
                _ = Libc.tcsetattr(descriptor, Libc.TCSADRAIN, saved);
        }
    }
}
