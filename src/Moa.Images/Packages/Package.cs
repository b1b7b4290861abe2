namespace Moa.Images.Packages;

/// <summary>A package of the distribution, as its index describes it.</summary>
/// <param name="Identity">Which package it is.</param>
/// <param name="Depends">Names of the packages it depends on, alternatives and versions left out.</param>
internal sealed record Package(ImagePackage Identity, IReadOnlyList<string> Depends)
{
    /// <summary>Its name.</summary>
    public string Name => Identity.Name;

    /// <summary>Reads what <c>apt-cache show</c> prints: paragraphs of "Field: value", continued lines indented.</summary>
    public static IReadOnlyList<Package> ReadAll(string index) =>
        [.. index.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<Package>()];

    private static Package? Read(string paragraph)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in paragraph.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && !char.IsWhiteSpace(line[0]))
                fields.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }
        return fields.TryGetValue("Package", out var name) && IsName(name)
            && fields.TryGetValue("Version", out var version) && !version.Contains('/', StringComparison.Ordinal)
            && fields.TryGetValue("SHA256", out var hash)
            && long.TryParse(fields.GetValueOrDefault("Size"), out var size)
                ? new(new(name, version, fields.GetValueOrDefault("Architecture", "all"), size, hash.ToLowerInvariant()),
                    [.. DependencyNames(fields.GetValueOrDefault("Depends", ""))])
                : null;
    }

    private static IEnumerable<string> DependencyNames(string depends) =>
        depends.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static item => item.Split([' ', '(', '|', ':'], 2)[0])
            .Where(IsName);

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '+' or '.');
}
