using Moa.Probing;

namespace Moa.Tests.Probing;

/// <summary>The QEMUs that tests run against: the installed one, and QEMU 10 as eng/qemu-10 unpacks it.</summary>
internal static class Qemus
{
    public static string Installed { get; } = QemuFinder.Find(architecture: "x86_64");

    public static string? Ten { get; } = FindTen();

    public static IReadOnlyList<string> Paths => Ten is null ? [Installed] : [Installed, Ten];

    public static TheoryData<string> All => [.. Paths];

    private static string? FindTen()
    {
        var path = Environment.GetEnvironmentVariable("MOA_TEST_QEMU10") is { Length: > 0 } named
            ? named
            : Path.Combine(Root(), "artifacts", "qemu-10", "qemu-system-x86_64");
        return File.Exists(path) ? path : null;
    }

    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Moa.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository.");
        return folder;
    }
}
