namespace Moa.Probing;

/// <summary>What a build of QEMU says about a device type.</summary>
/// <param name="Name">The type, as in <c>-device NAME</c>.</param>
/// <param name="Exists">Whether this build has it.</param>
/// <param name="Problem">
/// Why it cannot be used although it exists, in QEMU's words: asking about it ended QEMU, as a type does whose module is
/// not installed. Null where there is no such problem.
/// </param>
/// <param name="Properties">Its properties by name; empty where it does not exist or cannot be used.</param>
public sealed record QemuDevice(string Name, bool Exists, string? Problem, IReadOnlyDictionary<string, QemuProperty> Properties);
