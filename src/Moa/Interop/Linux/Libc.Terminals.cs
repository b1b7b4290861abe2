using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

internal static partial class Libc
{
    public const int TCSADRAIN = 1;
    public const nuint TIOCGWINSZ = 0x5413;

    /// <summary>More than a <c>struct termios</c> has on any Linux; its fields are libc's business.</summary>
    public const int TermiosSize = 128;

    /// <summary>isatty(3).</summary>
    [LibraryImport(Library)]
    public static partial int isatty(int fd);

    /// <summary>tcgetattr(3).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int tcgetattr(int fd, byte* termios);

    /// <summary>tcsetattr(3).</summary>
    [LibraryImport(Library, SetLastError = true)]
    public static unsafe partial int tcsetattr(int fd, int when, byte* termios);

    /// <summary>cfmakeraw(3).</summary>
    [LibraryImport(Library)]
    public static unsafe partial void cfmakeraw(byte* termios);

    /// <summary>ioctl_tty(2), for TIOCGWINSZ.</summary>
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static unsafe partial int ioctl_window(int fd, nuint request, WindowSize* size);

    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort HorizontalPixels;
        public ushort VerticalPixels;
    }
}
