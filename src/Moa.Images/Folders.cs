namespace Moa.Images;

/// <summary>Folders and files that nobody else may look into.</summary>
internal static class Folders
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a folder and its parents, unless they are there.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Removes a folder with all in it, if it is there.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <summary>Makes a file anew and opens it for writing.</summary>
    public static FileStream CreateFile(string path, bool executable = false)
    {
        File.Delete(path);
        return OpenFile(path, FileMode.CreateNew, executable);
    }

    /// <summary>Opens a file for writing, locked against every other user of it (flock(2), which ends with the process).</summary>
    public static FileStream OpenFile(string path, FileMode mode, bool executable = false)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 128 << 10 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = executable ? OwnerFolder : OwnerFile;
        return new FileStream(path, options);
    }
}
