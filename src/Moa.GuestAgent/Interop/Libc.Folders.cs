using System.Runtime.InteropServices;

namespace Moa.GuestAgent.Interop;

internal static partial class Libc
{
    // Where the name is in struct dirent, on 64-bit machines.
    private const int NameInEntry = 19;

    /// <summary>
    /// The names in a folder; none when it cannot be read. System.IO would ask the kernel for random numbers first, which
    /// early after boot takes a second.
    /// </summary>
    public static unsafe List<string> Names(string folder)
    {
        List<string> names = [];
        var stream = opendir(folder);
        if (stream == 0)
            return names;
        for (var entry = readdir(stream); entry is not null; entry = readdir(stream))
        {
            var name = Marshal.PtrToStringUTF8((nint)(entry + NameInEntry));
            if (name is not (null or "." or ".."))
                names.Add(name);
        }

        _ = closedir(stream);
        return names;
    }

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint opendir(string path);

    [LibraryImport(Library)]
    private static unsafe partial byte* readdir(nint stream);

    [LibraryImport(Library)]
    private static partial int closedir(nint stream);
}
