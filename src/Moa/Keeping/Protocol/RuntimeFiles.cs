namespace Moa.Keeping.Protocol;

/// <summary>Names inside a machine's two folders; docs/architecture.md, "Places".</summary>
internal static class RuntimeFiles
{
    public const string Control = "control";
    public const string Qmp = "qmp";
    public const string Agent = "agent";
    public const string Serial = "serial";
    public const string Process = "process.json";
    public const string Exit = "exit.json";
    public const string ConsoleLog = "console.log";
    public const string QemuLog = "qemu.log";
    public const string KeeperLog = "keeper.log";

    /// <summary>Where QEMU itself listens; for a keeper only.</summary>
    public static string Qemu(string listener) => "qemu." + listener;

    /// <summary>What every chardev of machine <paramref name="id"/> carries in its id.</summary>
    public static string Mark(string id) => $"moa.{id}.";
}
