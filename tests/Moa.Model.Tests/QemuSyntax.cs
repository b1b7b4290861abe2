using System.Text;
using System.Text.Json;

namespace Moa.Model.Tests;

/// <summary>
/// Reads a command line as QEMU and Linux do, written from their sources and not from ours: every value that arrives,
/// with the option and key under which it does.
/// </summary>
internal static class QemuSyntax
{
    private static readonly string[] Flags = ["-no-user-config", "-nodefaults", "-S"];
    private static readonly string[] Json = ["-device", "-object", "-blockdev", "-netdev"];
    private static readonly string[] Plain = ["-uuid", "-kernel", "-initrd", "-dtb", "-bios", "-display", "-serial"];

    /// <summary>The values of the arguments, in their order, as <c>-device[2]/drive</c>.</summary>
    public static List<KeyValuePair<string, string>> Parse(IReadOnlyList<string> arguments)
    {
        var values = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var option = arguments[i];
            var place = $"{i}{option}";
            if (Flags.Contains(option))
                values.Add(new(place, ""));
            else if (Json.Contains(option))
                values.AddRange(Leaves(place, JsonDocument.Parse(arguments[++i]).RootElement));
            else if (Plain.Contains(option))
                values.Add(new(place, arguments[++i]));
            else if (option == "-append")
                values.AddRange(KernelArguments(arguments[++i]).Select((argument, n) => KeyValuePair.Create($"{place}[{n}]", argument)));
            else if (option == "-cpu")
                values.AddRange(arguments[++i].Split(',').Select((part, n) => KeyValuePair.Create($"{place}[{n}]", part)));
            else if (option.StartsWith('-'))
                values.AddRange(Keyval(arguments[++i]).Select(pair => KeyValuePair.Create($"{place}/{pair.Key}", pair.Value)));
            else
                Assert.Fail($"'{option}' is no option.");
        }
        return values;
    }

    // util/qemu-option.c, get_opt_name and get_opt_value; util/keyval.c does the same.
    private static List<KeyValuePair<string, string>> Keyval(string text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < text.Length;)
        {
            var end = text.IndexOfAny([',', '='], i);
            if (end < 0 || text[end] == ',')
            {
                Assert.Equal(0, i);
                end = end < 0 ? text.Length : end;
                pairs.Add(new("", text[..end]));
                i = end + 1;
                continue;
            }
            var key = text[i..end];
            var value = new StringBuilder();
            for (i = end + 1; i < text.Length; i++)
            {
                if (text[i] == ',' && (i + 1 == text.Length || text[++i] != ','))
                    break;
                value.Append(text[i]);
            }
            pairs.Add(new(key, value.ToString()));
        }
        return pairs;
    }

    private static IEnumerable<KeyValuePair<string, string>> Leaves(string place, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Leaves($"{place}/{member.Name}", member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany((item, n) => Leaves($"{place}[{n}]", item)),
        JsonValueKind.String => [new(place, json.GetString()!)],
        _ => [new(place, json.GetRawText())],
    };

    // lib/cmdline.c, next_arg: bytes, where 0xA0 is a space to isspace().
    private static List<string> KernelArguments(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var arguments = new List<string>();
        for (var i = 0; i < bytes.Length;)
        {
            while (i < bytes.Length && IsSpace(bytes[i]))
                i++;
            var (start, isQuoted) = (i, false);
            for (; i < bytes.Length && (isQuoted || !IsSpace(bytes[i])); i++)
                isQuoted ^= bytes[i] == '"';
            if (i > start)
                arguments.Add(Unquote(Encoding.UTF8.GetString(bytes[start..i])));
        }
        return arguments;
    }

    private static string Unquote(string argument)
    {
        var isWhole = argument[0] == '"';
        if (isWhole)
            argument = argument[1..];
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && argument[equals..].StartsWith("=\"", StringComparison.Ordinal))
        {
            var value = argument[(equals + 2)..];
            return argument[..(equals + 1)] + (value.EndsWith('"') ? value[..^1] : value);
        }
        return isWhole && argument[^1] == '"' ? argument[..^1] : argument;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or >= 9 and <= 13 or 0xA0;
}
