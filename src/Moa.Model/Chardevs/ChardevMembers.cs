using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that character devices have in common.</summary>
internal static class ChardevMembers
{
    /// <summary>Adds the members of <see cref="Chardev"/>.</summary>
    public static RecordShape<T> BackendMembers<T>(this RecordShape<T> shape)
        where T : Chardev => shape
        .Member("id", x => x.Id, (x, v) => (T)((Chardev)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the id of what uses it, and '.chardev'.", option: null)
        .Member("logfile", x => x.Logfile, (x, v) => (T)((Chardev)x with { Logfile = v }), Text.Path,
            "A file that gets a copy of what the guest writes.")
        .Member("logappend", x => x.Logappend, (x, v) => (T)((Chardev)x with { Logappend = v }), FlagShape.Instance,
            "True to append to the log file, false to begin it anew.", false);
}
