using System.Runtime.InteropServices;

namespace Moa.GuestAgent.Interop;

internal static partial class Libc
{
    public const nuint TIOCSWINSZ = 0x5414;
    public const nuint TIOCGPTN = 0x80045430;
    public const nuint TIOCSPTLCK = 0x40045431;
    public const uint ICANON = 2;
    public const int VEOF = 4;

    /// <summary>struct winsize.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        private readonly uint _pixels;
    }

    /// <summary>glibc's struct termios.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 60)]
    public unsafe struct Termios
    {
        [FieldOffset(12)]
        public uint LocalFlags;

        [FieldOffset(17)]
        public fixed byte Characters[32];
    }

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static unsafe partial int GetTerminalAttributes(int descriptor, Termios* termios);
}
