using System.Text.Json.Nodes;

namespace Moa.Cli.Output;

/// <summary>A column of a table: its heading, and what an item shows in it.</summary>
internal sealed record Column(string Heading, Func<JsonObject, string?> Text);
