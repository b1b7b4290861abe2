using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Moa.Images.Tests.Fakes;

/// <summary>A folder that apt reads packages from, and the configuration that makes it apt's only source.</summary>
internal sealed class FakeRepository
{
    private readonly string _folder;
    private readonly StringBuilder _index = new();

    public FakeRepository(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "sources.list"), $"deb [trusted=yes] copy:{folder} ./\n");
        Publish();
    }

    public IReadOnlyList<string> Configuration =>
    [
        $"Dir::Etc::sourcelist \"{Path.Combine(_folder, "sources.list")}\";",
        "Dir::Etc::sourceparts \"/dev/null\";",
        "Dir::Etc::preferences \"/dev/null\";",
        "Dir::Etc::preferencesparts \"/dev/null\";",
    ];

    public string this[FakeDeb package] => Path.Combine(_folder, package.FileName);

    public FakeRepository Add(FakeDeb package)
    {
        var content = package.ToBytes();
        File.WriteAllBytes(this[package], content);
        _index.Append(package.Control)
            .Append(CultureInfo.InvariantCulture, $"Filename: ./{package.FileName}\nSize: {content.Length}\nSHA256: {Convert.ToHexStringLower(SHA256.HashData(content))}\n\n");
        Publish();
        return this;
    }

    private void Publish() => File.WriteAllText(Path.Combine(_folder, "Packages"), _index.ToString());
}
