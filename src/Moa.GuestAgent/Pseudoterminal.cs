using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>A new terminal: the agent's end of it, and the path of the command's.</summary>
internal static unsafe class Pseudoterminal
{
    /// <exception cref="StartException">There is no terminal to be had.</exception>
    public static (int Master, string Path) Open(TerminalPayload terminal)
    {
        var master = Libc.Open(
            "/dev/ptmx", Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        if (master < 0)
            throw new StartException(FailedPayload.Other, $"/dev/ptmx: {Libc.Explain(Libc.Errno)}");
        int locked = 0, number;
        if (Libc.Ioctl(master, Libc.TIOCSPTLCK, &locked) < 0 || Libc.Ioctl(master, Libc.TIOCGPTN, &number) < 0)
        {
            var errno = Libc.Errno;
            Libc.Close(master);
            throw new StartException(FailedPayload.Other, $"/dev/ptmx: {Libc.Explain(errno)}");
        }

        Resize(master, terminal.Rows, terminal.Columns);
        return (master, "/dev/pts/" + number);
    }

    /// <summary>Sets the size; the processes in the foreground get SIGWINCH.</summary>
    public static void Resize(int master, ushort rows, ushort columns)
    {
        var size = new Libc.WindowSize { Rows = rows, Columns = columns };
        Libc.Ioctl(master, Libc.TIOCSWINSZ, &size);
    }
}
