using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Moa.Interop.Linux;

namespace Moa.Probing;

/// <summary>
/// What is known of one build of QEMU, in a folder of its own. A build is a program's path, size, time and inode, and
/// the time of its folder of modules. A file that is missing, damaged or of another Moa reads as absent; one that cannot
/// be written costs the next caller a probe, no more.
/// </summary>
internal sealed class ProbeCache
{
    private const uint Format = 1; // counts up when what is kept changes
    private const int HeaderSize = 8;

    private readonly string _folder;

    private ProbeCache(string folder) => _folder = folder;

    /// <summary>The cache of the program at a path, which exists.</summary>
    /// <param name="root">The folder of all builds.</param>
    /// <param name="path">The program.</param>
    public static ProbeCache For(string root, string path)
    {
        var identity = Identity(path);
        foreach (var folder in ModuleFolders(path))
            identity += Identity(folder);
        return new ProbeCache(Path.Combine(root, $"{Hash(path)}-{Hash(identity)}"));
    }

    /// <summary>The content of a file; null where it is not to be had.</summary>
    public byte[]? Read(string name)
    {
        var path = Path.Combine(_folder, name);
        if (!File.Exists(path))
            return null;
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (bytes.Length < HeaderSize
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Format
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)) != Checksum(bytes.AsSpan(HeaderSize)))
        {
            return null;
        }
        return bytes[HeaderSize..];
    }

    /// <summary>Keeps the content of a file, whole or not at all; whether it was kept.</summary>
    public bool Write(string name, ReadOnlySpan<byte> content)
    {
        var bytes = new byte[HeaderSize + content.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Format);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), Checksum(content));
        content.CopyTo(bytes.AsSpan(HeaderSize));
        var temporary = Path.Combine(_folder, $".{name}.{Guid.NewGuid():n}");
        try
        {
            if (!Directory.Exists(_folder))
                RemoveEarlierBuilds();
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, Path.Combine(_folder, name), overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            return false;
        }
    }

    /// <summary>
    /// The path of a file that every build shares and that never changes, such as the trial guest's firmware.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public string Shared(string name, ReadOnlySpan<byte> content)
    {
        var root = Path.GetDirectoryName(_folder)!;
        var path = Path.Combine(root, name);
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
            return path;
        Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var temporary = $"{path}.{Guid.NewGuid():n}";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    // The folders of the same path begin with the same name.
    private void RemoveEarlierBuilds()
    {
        var root = Path.GetDirectoryName(_folder)!;
        if (!Directory.Exists(root))
            return;
        var path = Path.GetFileName(_folder).Split('-')[0];
        foreach (var earlier in Directory.GetDirectories(root, path + "-*"))
            Directory.Delete(earlier, recursive: true);
    }

    private static string Identity(string path)
    {
        if (NativeFile.Stat(path) is not { } status)
            return "";
        string[] parts =
        [
            path, Text(status.Size), Text(status.Inode), Text((ulong)status.ModifiedSeconds), Text(status.ModifiedNanoseconds), "",
        ];
        return string.Join('\n', parts);

        static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);
    }

    // Where builds look for their modules: what the environment says, else the usual places beside the program.
    private static IEnumerable<string> ModuleFolders(string path)
    {
        if (Environment.GetEnvironmentVariable("QEMU_MODULE_DIR") is { Length: > 0 } named)
            yield return named;
        var program = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var prefix = Path.GetDirectoryName(Path.GetDirectoryName(program)) ?? "/";
        foreach (var folder in (string[])["lib/x86_64-linux-gnu/qemu", "lib/aarch64-linux-gnu/qemu", "lib64/qemu", "lib64/qemu-kvm", "lib/qemu"])
            yield return Path.Combine(prefix, folder);
    }

    // FNV-1a: names a file or a folder, guards nothing; loading a cryptographic library would take longer than all the rest.
    public static string Hash(string text)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var one in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ one) * 0x100000001b3;
        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            sum = BitOperations.Crc32C(sum, one);
        return ~sum;
    }
}
