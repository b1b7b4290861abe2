using System.Collections;
using System.Runtime.InteropServices;
using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Keeping;

/// <summary>Starts a keeper and gives it its machine.</summary>
internal static class KeeperLauncher
{
    // They come to the keeper through a signalfd, or not at all: its life is its machine's.
    private static readonly int[] Blocked = [Libc.SIGHUP, Libc.SIGINT, Libc.SIGQUIT, Libc.SIGTERM, Libc.SIGPIPE];

    /// <summary>
    /// Starts a keeper and sends it <paramref name="type"/>, Start or Adopt, with the descriptors for QEMU. It shares the
    /// lock of the runtime folder until it answers there, so that nobody finds the folder without either.
    /// </summary>
    /// <exception cref="KeeperException">It cannot be started.</exception>
    public static (KeeperConnection Connection, ProcessHandle Process) Launch(
        FrameType type, StartMessage message, FolderLock folderLock, ReadOnlySpan<SafeHandle> descriptors)
    {
        var program = KeeperProgram.Find();
        var frame = Frame.Create(type, message.ToJson());
        if (frame.Length > Frame.MaxLength)
        {
            throw new ArgumentException(
                $"Arguments and environment are {frame.Length} bytes together; at most {Frame.MaxLength} can be handed on.");
        }
        ProcessHandle? process = null;
        var (ours, theirs) = UnixSocket.Pair();
        try
        {
            using (theirs)
                process = Spawn(program, message.Id, theirs, folderLock);
            var sent = UnixSocket.Send(ours, frame, descriptors);
            while (sent >= 0 && sent < frame.Length)
                sent += UnixSocket.Send(ours, frame.AsSpan(sent));
            return (KeeperConnection.Over(ours), process);
        }
        catch (Exception e)
        {
            // A keeper that has lost its starter before it knew what to do ends at once.
            ours.Dispose();
            process?.Reap();
            process?.Dispose();
            if (e is LinuxException failure)
                throw new KeeperException($"The keeper '{program}' cannot be started: {failure.Reason}.", e);
            throw;
        }
    }

    private static ProcessHandle Spawn(string program, string id, Descriptor connection, FolderLock folderLock)
    {
        using var none = NativeFile.Open("/dev/null", Libc.O_RDWR);
        var pid = ChildProcess.Start(
            program, [program, id], Environment(),
            [(none, 0), (none, 1), (none, 2), (connection, 3), (folderLock.Descriptor, 4)], Blocked);
        return ProcessHandle.Open(pid) ?? throw new LinuxException("pidfd_open", Errno.ESRCH);
    }

    private static List<string> Environment()
    {
        var entries = new List<string>();
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
            entries.Add($"{entry.Key}={entry.Value}");
        return entries;
    }
}
