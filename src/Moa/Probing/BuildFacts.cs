using System.Globalization;
using System.Text;
using System.Text.Json;
using Moa.Qmp;

namespace Moa.Probing;

/// <summary>
/// The small facts about a build, which every start of a machine wants. They are kept as lines of text: this is read
/// before anything else happens, and takes a fraction of the time that JSON would.
/// </summary>
internal sealed record BuildFacts(
    QemuVersion Version,
    string Package,
    string Architecture,
    bool HasSandbox,
    string[] Accelerators,
    QemuMachine[] Machines)
{
    private const string AcceleratorSuffix = "-accel";
    private const int HeadLines = 5;
    private const int MachineFields = 6;

    /// <summary>Makes the facts of what QEMU answered.</summary>
    /// <exception cref="JsonException">An answer is not QEMU's; other exceptions of <see cref="JsonElement"/> say the same.</exception>
    public static BuildFacts From(QmpGreeting greeting, JsonElement target, JsonElement machines, JsonElement accelerators, JsonElement options)
    {
        var architecture = target.GetProperty("arch"u8).GetString()!;
        return new BuildFacts(
            greeting.Version,
            greeting.Package,
            architecture,
            // The option is known to QEMU's parser only where the sandbox was compiled in.
            options.EnumerateArray().Any(static option => option.GetProperty("option"u8).ValueEquals("sandbox"u8)),
            [.. accelerators.EnumerateArray().Select(AcceleratorName).OfType<string>().Order(StringComparer.Ordinal)],
            [.. machines.EnumerateArray().Select(machine => Machine(machine, architecture)).OrderBy(static machine => machine.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The facts as they are kept.</summary>
    public byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Version.Major}\t{Version.Minor}\t{Version.Micro}\n{KeptLines.Clean(Package)}\n{Architecture}\n{HasSandbox}\n");
        text.AppendJoin('\t', Accelerators);
        foreach (var machine in Machines)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"\n{machine.Name}\t{machine.Alias}\t{machine.IsDefault}\t{machine.DefaultCpu}\t{machine.MaxCpus}\t{machine.IsDeprecated}");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null where it is absent or something else.</summary>
    public static BuildFacts? TryParse(byte[]? kept)
    {
        if (KeptLines.Split(kept) is not { Length: >= HeadLines } lines || lines[0].Split('\t') is not [var major, var minor, var micro])
            return null;
        try
        {
            var machines = new QemuMachine[lines.Length - HeadLines];
            for (var i = 0; i < machines.Length; i++)
            {
                var fields = lines[HeadLines + i].Split('\t');
                if (fields.Length != MachineFields)
                    return null;
                machines[i] = new QemuMachine(
                    fields[0], KeptLines.NullIfEmpty(fields[1]), bool.Parse(fields[2]), KeptLines.NullIfEmpty(fields[3]),
                    Number(fields[4]), bool.Parse(fields[5]));
            }
            return new BuildFacts(
                new QemuVersion(Number(major), Number(minor), Number(micro)), lines[1], lines[2], bool.Parse(lines[3]),
                lines[4].Split('\t'), machines);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // The type "accel" itself is in the list too.
    private static string? AcceleratorName(JsonElement type)
    {
        var name = type.GetProperty("name"u8).GetString()!;
        return name.EndsWith(AcceleratorSuffix, StringComparison.Ordinal) ? name[..^AcceleratorSuffix.Length] : null;
    }

    private static QemuMachine Machine(JsonElement machine, string architecture)
    {
        var cpu = machine.TryGetProperty("default-cpu-type"u8, out var type) ? type.GetString()! : null;
        var suffix = $"-{architecture}-cpu";
        return new QemuMachine(
            machine.GetProperty("name"u8).GetString()!,
            machine.TryGetProperty("alias"u8, out var alias) ? alias.GetString() : null,
            machine.TryGetProperty("is-default"u8, out var isDefault) && isDefault.GetBoolean(),
            cpu is not null && cpu.EndsWith(suffix, StringComparison.Ordinal) ? cpu[..^suffix.Length] : cpu,
            machine.GetProperty("cpu-max"u8).GetInt32(),
            machine.TryGetProperty("deprecated"u8, out var deprecated) && deprecated.GetBoolean());
    }
}
