using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

/// <summary>
/// Starts a program with exactly the descriptors it is meant to have, in a session of its own, with every signal at its
/// default. .NET's <c>Process</c> can do none of these.
/// </summary>
internal static class ChildProcess
{
    /// <summary>Starts <paramref name="file"/> and returns its pid.</summary>
    /// <param name="file">The program's path.</param>
    /// <param name="arguments">All arguments, the program's name first.</param>
    /// <param name="environment">Entries <c>NAME=value</c>; null means this process's own.</param>
    /// <param name="descriptors">What the child gets, and under which numbers; nothing else is open in it.</param>
    /// <param name="blocked">Signals the child starts with blocked; none for anything but our own programs.</param>
    /// <exception cref="LinuxException">The program could not be started; the error number is exec's.</exception>
    public static int Start(
        string file, IReadOnlyList<string> arguments, IReadOnlyList<string>? environment,
        IReadOnlyList<(SafeHandle Handle, int Number)> descriptors, ReadOnlySpan<int> blocked = default)
    {
        var highest = 0;
        foreach (var (_, number) in descriptors)
            highest = Math.Max(highest, number);

        // A source that has the number of another's target would be overwritten: all are lifted above the targets first.
        var lifted = new List<Descriptor>(descriptors.Count);
        try
        {
            foreach (var (handle, _) in descriptors)
                lifted.Add(new Descriptor(LinuxException.Check(Libc.fcntl(handle, Libc.F_DUPFD_CLOEXEC, highest + 1), "fcntl")));
            using var argumentStrings = new NativeStrings(arguments);
            using var environmentStrings = environment is null
                ? new NativeStrings(NativeFile.Read("/proc/self/environ", 4 << 20))
                : new NativeStrings(environment);
            return Spawn(file, argumentStrings, environmentStrings, descriptors, lifted, highest, blocked);
        }
        finally
        {
            foreach (var descriptor in lifted)
                descriptor.Dispose();
        }
    }

    private static int Spawn(
        string file, NativeStrings arguments, NativeStrings environment,
        IReadOnlyList<(SafeHandle Handle, int Number)> descriptors, List<Descriptor> lifted, int highest, ReadOnlySpan<int> blocked)
    {
        // SAFETY: the opaque structures have more room than glibc's, are initialised before use and destroyed after it.
        unsafe
        {
            var actions = stackalloc byte[Libc.OpaqueSize];
            var attributes = stackalloc byte[Libc.OpaqueSize];
            var signals = stackalloc byte[Libc.OpaqueSize];
            CheckCode(Libc.posix_spawn_file_actions_init(actions));
            CheckCode(Libc.posix_spawnattr_init(attributes));
            try
            {
                CheckCode(Libc.posix_spawnattr_setflags(
                    attributes, Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK | Libc.POSIX_SPAWN_SETSID));
                // .NET ignores SIGPIPE, and an ignored signal stays ignored across exec.
                _ = Libc.sigfillset(signals);
                CheckCode(Libc.posix_spawnattr_setsigdefault(attributes, signals));
                _ = Libc.sigemptyset(signals);
                foreach (var signal in blocked)
                    _ = Libc.sigaddset(signals, signal);
                CheckCode(Libc.posix_spawnattr_setsigmask(attributes, signals));

                var used = (Span<bool>)stackalloc bool[highest + 1];
                for (var i = 0; i < lifted.Count; i++)
                {
                    CheckCode(Libc.posix_spawn_file_actions_adddup2(actions, lifted[i].Number, descriptors[i].Number));
                    used[descriptors[i].Number] = true;
                }
                for (var number = 0; number <= highest; number++)
                {
                    if (!used[number])
                        CheckCode(Libc.posix_spawn_file_actions_addclose(actions, number));
                }
                CheckCode(Libc.posix_spawn_file_actions_addclosefrom_np(actions, highest + 1));

                int pid;
                CheckCode(Libc.posix_spawn(&pid, file, actions, attributes, arguments.Pointers, environment.Pointers), file);
                return pid;
            }
            finally
            {
                _ = Libc.posix_spawn_file_actions_destroy(actions);
                _ = Libc.posix_spawnattr_destroy(attributes);
            }
        }
    }

    private static void CheckCode(int errno, string? subject = null)
    {
        if (errno != 0)
            throw new LinuxException("posix_spawn", errno, subject);
    }
}
