using Moa.Model;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>A disk as <c>--disk</c> has it: <c>FILE[,format=raw|qcow2][,readonly]</c>, a comma in FILE doubled.</summary>
internal static class DiskText
{
    public static Device Read(string text)
    {
        var parts = OptionParts.Split(text);
        var file = Path.GetFullPath(parts[0]);
        if (!File.Exists(file))
            throw new FileNotFoundException($"The disk '{file}' is not there.");
        var format = file.EndsWith(".qcow2", StringComparison.OrdinalIgnoreCase) ? "qcow2" : "raw";
        var readOnly = false;
        foreach (var part in parts.Skip(1))
        {
            switch (part)
            {
                case "format=raw" or "format=qcow2":
                    format = part["format=".Length..];
                    break;
                case "readonly" or "readonly=on":
                    readOnly = true;
                    break;
                default:
                    throw new MoaConfigurationException($"'{part}' is no part of --disk: format=raw, format=qcow2 and readonly are.");
            }
        }
        FormatNode node = format == "qcow2" ? new Qcow2Node(file) : new RawNode(file);
        return new VirtioBlk { Drive = readOnly ? node with { ReadOnly = true } : node };
    }
}
