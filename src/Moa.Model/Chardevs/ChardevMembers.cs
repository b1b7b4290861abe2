using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that character devices have in common.</summary>
internal static class ChardevMembers
{
    /// <summary>Adds the members of <see cref="Chardev"/>.</summary>
    public static MemberTable<T> BackendMembers<T>(this MemberTable<T> table)
        where T : Chardev => table
        .Member("id", x => x.Id, (x, v) => (T)((Chardev)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the id of what uses it, and '.chardev'.", option: null)
        .Member("logfile", x => x.Logfile, (x, v) => (T)((Chardev)x with { Logfile = v }), Text.OutputFile,
            "A file that gets a copy of what the guest writes.")
        .Flag("logappend", x => x.Logappend, (x, v) => (T)((Chardev)x with { Logappend = v }),
                "True to append to the log file, false to begin it anew.", false);
}
