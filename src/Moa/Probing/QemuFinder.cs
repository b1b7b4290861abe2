namespace Moa.Probing;

/// <summary>Finds <c>qemu-system-ARCH</c> on this host.</summary>
public static class QemuFinder
{
    /// <summary>
    /// The path of the QEMU to use: the one given, else what <c>MOA_QEMU</c> names, else the first
    /// <c>qemu-system-ARCH</c> in <c>PATH</c>, else in the folders where distributions put it.
    /// </summary>
    /// <param name="path">A program, a folder that holds it, or a name to look for in <c>PATH</c>; null for none.</param>
    /// <param name="architecture">The guest's architecture as QEMU, uname or .NET name it; default the host's.</param>
    /// <exception cref="QemuNotFoundException">There is none, or not where it was said to be.</exception>
    public static string Find(string? path = null, string? architecture = null) =>
        QemuSearch.OfThisProcess.Find(path, architecture ?? QemuTarget.Host);

    /// <summary>Every <c>qemu-system-ARCH</c> that <see cref="Find"/> would come upon, best first.</summary>
    /// <param name="architecture">The guest's architecture; default the host's.</param>
    public static IReadOnlyList<string> FindAll(string? architecture = null) =>
        QemuSearch.OfThisProcess.FindAll(architecture ?? QemuTarget.Host);
}
