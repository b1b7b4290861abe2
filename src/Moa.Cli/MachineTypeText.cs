using Moa.Model;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>Machine types as QEMU's <c>-machine</c> names them, with or without a version.</summary>
internal static class MachineTypeText
{
    public static MachineType Read(string text) => text switch
    {
        "q35" => new Q35Machine(),
        "pc" => new PcMachine(),
        "microvm" => new MicrovmMachine(),
        _ when After(text, "pc-q35-") is { } version => new Q35Machine { Version = version },
        _ when After(text, "pc-i440fx-") is { } version => new PcMachine { Version = version },
        _ => throw new MoaConfigurationException(
            $"'{text}' is no machine type that moa knows: q35, pc and microvm are, with a version as in pc-q35-7.2."),
    };

    private static string? After(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
