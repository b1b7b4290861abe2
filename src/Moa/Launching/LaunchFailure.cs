using Moa.Interop.Linux;
using Moa.Keeping.Protocol;

namespace Moa.Launching;

/// <summary>Says why a launch failed, and what to do about it.</summary>
internal static class LaunchFailure
{
    public static QemuLaunchException Explain(QemuStartInfo info, KeeperState state)
    {
        if (state.State == KeeperState.Failed)
            return new QemuLaunchException(NotStarted(info, state), info);
        var exit = QemuExit.From(state);
        return new QemuLaunchException(EndedEarly(info, exit), info, exit);
    }

    private static string NotStarted(QemuStartInfo info, KeeperState state) => (state.Stage, state.Errno) switch
    {
        ("spawn", Errno.ENOENT) => $"'{info.FileName}' is not there, or what it needs to run is not (its interpreter or loader).",
        ("spawn", Errno.EACCES) =>
            $"'{info.FileName}' may not be run by this user. Check its permissions, and whether its file system allows programs.",
        ("spawn", Errno.ENOEXEC) => $"'{info.FileName}' is not a program this host can run.",
        ("folder", _) => $"The working folder '{info.WorkingFolder}' cannot be entered: {state.Message}.",
        (_, Errno.ENOSPC) => $"The disk is full: {state.Message}. Free some space and start again.",
        _ => $"'{info.FileName}' could not be started ({state.Stage}): {state.Message}.",
    };

    private static string EndedEarly(QemuStartInfo info, QemuExit exit)
    {
        var name = Path.GetFileName(info.FileName);
        var words = exit.Stderr.Trim();
        var ended = exit switch
        {
            { Signal: Libc.SIGSYS } =>
                $"{name} was killed by SIGSYS: its sandbox (-sandbox) does not allow something it was asked to do, " +
                "such as -runas or a helper program.",
            { Signal: { } signal } => $"{name} was killed by signal {signal} before its monitor answered.",
            _ => $"{name} gave up with exit status {exit.Code} before its monitor answered.",
        };
        return words.Length == 0 ? ended + " It said nothing about it." : $"{ended} It said: {words}";
    }
}
