using System.Text.Json.Nodes;

namespace Moa.Model.CommandLines;

/// <summary>What JSON objects lack.</summary>
internal static class JsonObjects
{
    /// <summary>Adds all members of one object to another.</summary>
    public static void AddAll(this JsonObject values, JsonObject others)
    {
        foreach (var (name, value) in others.ToArray())
        {
            others.Remove(name);
            values[name] = value;
        }
    }
}
