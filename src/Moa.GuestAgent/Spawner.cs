using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>
/// Starts a process in a session of its own, with three descriptors and nothing else. posix_spawn(3) shares memory with
/// the agent until exec, so starting costs the same however large the agent is, and its result tells of a failed exec.
/// </summary>
internal static unsafe class Spawner
{
    /// <summary>Returns the pid.</summary>
    /// <param name="request">The program.</param>
    /// <param name="input">What becomes descriptor 0.</param>
    /// <param name="output">What becomes descriptor 1.</param>
    /// <param name="error">What becomes descriptor 2.</param>
    /// <param name="terminal">The terminal's path, which then becomes all three, and the controlling terminal.</param>
    /// <exception cref="StartException">It cannot be started.</exception>
    public static int Start(ExecPayload request, int input, int output, int error, string? terminal)
    {
        var folder = request.Folder ?? "/";
        RequireFolder(folder);
        var environment = BuildEnvironment(request, out var path);
        var file = ProgramFinder.Find(request.Arguments[0], path);
        using var arguments = new NativeStrings(request.Arguments);
        using var variables = new NativeStrings(environment);
        using var paths = new NativeStrings([file, folder, terminal ?? "/dev/null"]);

        Libc.SpawnActions actions;
        Libc.SpawnActionsInit(&actions);
        if (terminal is null)
        {
            Redirect(&actions, input, 0, paths.Pointers[2]);
            Redirect(&actions, output, 1, paths.Pointers[2]);
            Redirect(&actions, error, 2, paths.Pointers[2]);
        }
        else
        {
            // The first terminal that the leader of a session opens becomes the session's own.
            Require(Libc.SpawnActionsAddOpen(&actions, 0, paths.Pointers[2], Libc.O_RDWR, 0));
            Require(Libc.SpawnActionsAddDup2(&actions, 0, 1));
            Require(Libc.SpawnActionsAddDup2(&actions, 0, 2));
        }

        Require(Libc.SpawnActionsAddChdir(&actions, paths.Pointers[1]));

        // SAFETY: the structures outlive the call, which copies what the child needs; the strings are freed after it.
        Libc.SpawnAttributes attributes;
        // sigfillset(3) leaves out two signals of the C library's own, which would then be ignored.
        Libc.SignalSet all, none = default;
        new Span<byte>(&all, sizeof(Libc.SignalSet)).Fill(byte.MaxValue);
        Libc.SpawnAttributesInit(&attributes);
        Libc.SpawnAttributesSetFlags(
            &attributes, Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK);
        Libc.SpawnAttributesSetSignalDefault(&attributes, &all);
        Libc.SpawnAttributesSetSignalMask(&attributes, &none);
        int process;
        var errno = Libc.PosixSpawn(
            &process, paths.Pointers[0], &actions, &attributes, arguments.Pointers, variables.Pointers);
        Libc.SpawnAttributesDestroy(&attributes);
        Libc.SpawnActionsDestroy(&actions);
        return errno == 0 ? process : throw ProgramFinder.Explain(errno, file, folder);
    }

    private static void Redirect(Libc.SpawnActions* actions, int descriptor, int number, byte* nothing)
    {
        if (descriptor >= 0)
            Require(Libc.SpawnActionsAddDup2(actions, descriptor, number));
        else
            Require(Libc.SpawnActionsAddOpen(actions, number, nothing, Libc.O_RDWR, 0));
    }

    private static void Require(int errno)
    {
        if (errno != 0)
            throw new StartException(FailedPayload.Other, $"posix_spawn: {Libc.Explain(errno)}");
    }

    private static void RequireFolder(string folder)
    {
        if (folder == "/")
            return;
        if (!folder.StartsWith('/'))
            throw new StartException(FailedPayload.Invalid, $"The folder '{folder}' has to begin with /.");
        var descriptor = Libc.Open(folder, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC);
        if (descriptor < 0)
            throw new StartException(FailedPayload.Invalid, $"The folder {folder}: {Libc.Explain(Libc.Errno)}");
        Libc.Close(descriptor);
    }

    private static List<string> BuildEnvironment(ExecPayload request, out string path)
    {
        path = request.Environment.TryGetValue("PATH", out var given)
            ? given
            : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        List<string> variables = ["PATH=" + path];
        if (!request.Environment.ContainsKey("HOME"))
            variables.Add("HOME=/root");
        if (request.Terminal is { } terminal && !request.Environment.ContainsKey("TERM"))
            variables.Add("TERM=" + terminal.Type);
        foreach (var (name, value) in request.Environment)
        {
            if (name != "PATH")
                variables.Add(name + "=" + value);
        }

        return variables;
    }
}
