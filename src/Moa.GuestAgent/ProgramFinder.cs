using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>Finds the file of a program as execvp(3) does, and explains why one could not be run.</summary>
internal static class ProgramFinder
{
    /// <exception cref="StartException">No folder of PATH has such a program.</exception>
    public static string Find(string program, string path)
    {
        if (program.Contains('/'))
            return program;
        var found = false;
        foreach (var folder in path.Split(':'))
        {
            // An empty entry means the working folder, in which nobody expects programs to be found.
            if (folder.Length == 0)
                continue;
            var file = folder + "/" + program;
            if (Libc.Access(file, Libc.X_OK) == 0)
                return file;
            found |= Libc.Access(file, Libc.F_OK) == 0;
        }

        throw found
            ? new StartException(FailedPayload.NotExecutable, $"{program}: Permission denied")
            : new StartException(FailedPayload.NotFound, $"{program}: not found in PATH ({path})");
    }

    /// <summary>Why exec failed: of the errors it has, which this file means.</summary>
    public static StartException Explain(int errno, string file, string folder)
    {
        var seen = file.StartsWith('/') ? file : folder + "/" + file;
        var reason = $"{file}: {Libc.Explain(errno)}";
        return errno switch
        {
            Libc.ENOENT when Libc.Access(seen, Libc.F_OK) == 0 => new StartException(
                FailedPayload.NotExecutable, $"{file}: its interpreter or loader is missing"),
            Libc.ENOENT or Libc.ENOTDIR => new StartException(FailedPayload.NotFound, reason),
            Libc.ENOEXEC => new StartException(
                FailedPayload.NotExecutable, $"{file}: neither a program of this architecture nor a script that begins with #!"),
            Libc.EACCES or Libc.EPERM or Libc.EISDIR or Libc.ELIBBAD => new StartException(
                FailedPayload.NotExecutable, reason),
            Libc.E2BIG => new StartException(FailedPayload.Invalid, reason),
            _ => new StartException(FailedPayload.Other, reason),
        };
    }
}
