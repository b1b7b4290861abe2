using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The table of character devices, and what they have in common.</summary>
internal static class Chardevs
{
    public static UnionShape<Chardev> Shape { get; } = new UnionShape<Chardev>("chardev")
        .Case(NullChardev.Shape)
        .Case(StdioChardev.Shape)
        .Case(FileChardev.Shape)
        .Case(UnixServerChardev.Shape)
        .Case(UnixClientChardev.Shape)
        .Case(DescriptorChardev.Shape);

    /// <summary>Adds the members of <see cref="Chardev"/>.</summary>
    public static RecordShape<T> ChardevMembers<T>(this RecordShape<T> shape)
        where T : Chardev => shape
        .Member("id", x => x.Id, (x, v) => (T)((Chardev)x with { Id = v }), Text.Id,
            "Its id in QEMU; when not said, the id of what uses it, and '.chardev'.", option: null)
        .Member("logfile", x => x.Logfile, (x, v) => (T)((Chardev)x with { Logfile = v }), Text.Path,
            "A file that gets a copy of what the guest writes.")
        .Member("logappend", x => x.Logappend, (x, v) => (T)((Chardev)x with { Logappend = v }), FlagShape.Instance,
            "True to append to the log file, false to begin it anew.", false);

    /// <summary>Adds all members of one object to another.</summary>
    public static void AddAll(this JsonObject values, JsonObject others)
    {
        foreach (var (name, value) in others.ToArray())
        {
            others.Remove(name);
            values[name] = value;
        }
    }
}
