using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moa.Cli.Output;

/// <summary>Prints data on stdout in the format that was asked for.</summary>
internal sealed class Printer(string? format, bool json)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True where the reader is a person.</summary>
    public bool IsText => !json && format == "table";

    /// <summary>Prints a list: a table of the columns, or all of each item.</summary>
    public void List(IReadOnlyList<JsonObject> items, string name, params ReadOnlySpan<Column> columns)
    {
        switch (json ? "json" : format)
        {
            case "json":
                Console.Out.WriteLine(new JsonArray([.. items]).ToJsonString(s_indented));
                break;
            case "yaml":
                Console.Out.Write(Yaml.Write(new JsonArray([.. items])));
                break;
            case "name":
                foreach (var item in items)
                    Console.Out.WriteLine(item[name]);
                break;
            default:
                Console.Out.Write(Table.Write(items, columns));
                break;
        }
    }

    /// <summary>Prints one thing with everything known about it; a table would not do it justice, so that is YAML.</summary>
    public void Item(JsonNode item, string name)
    {
        switch (json ? "json" : format)
        {
            case "json":
                Console.Out.WriteLine(item.ToJsonString(s_indented));
                break;
            case "name":
                Console.Out.WriteLine(item[name]);
                break;
            default:
                Console.Out.Write(Yaml.Write(item));
                break;
        }
    }
}
