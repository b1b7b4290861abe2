namespace Moa.Model.Reading;

/// <summary>Paths such as <c>devices[2].drive.file</c>. The spec as a whole is the empty one.</summary>
internal static class SpecPath
{
    /// <summary>The path of a member. A name that is none of a spec's is quoted, and cut when it is long.</summary>
    public static string Member(string path, string name)
    {
        if (name.Length is 0 or > 60 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            return $"{path}[{SpecText.Quote(name)}]";
        return path.Length == 0 ? name : $"{path}.{name}";
    }

    /// <summary>The path of an item.</summary>
    public static string Item(string path, int index) => $"{path}[{index}]";

    /// <summary>The path of the map or list around this.</summary>
    public static string Parent(string path) => path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];

    /// <summary>True when the path is the other one or inside of it.</summary>
    public static bool IsWithin(string path, string outer) =>
        path.StartsWith(outer, StringComparison.Ordinal)
        && (path.Length == outer.Length || outer.Length == 0 || path[outer.Length] is '.' or '[');
}
