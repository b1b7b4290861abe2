
using Moa.Interop.Linux;

namespace Moa.Storing;

/// <summary>
/// Where Moa keeps its files: <see cref="Home"/> for what lasts, <see cref="Runtime"/> for the sockets and pids of this
/// boot. Both belong to the caller alone (folders 0700).
/// </summary>
public sealed class MoaPlaces
{
    /// <summary>The longest runtime folder: QEMU takes socket paths of at most 107 bytes.</summary>
    private const int LongestRuntime = 107 - 1 - MachineId.Length - 1 - LongestSocketName;

    private const int LongestSocketName = 16;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Names the two folders without touching them.</summary>
    /// <param name="home">The data folder. Default: <c>MOA_HOME</c>, else <c>$XDG_DATA_HOME/moa</c>, else
    /// <c>~/.local/share/moa</c>.</param>
    /// <param name="runtime">The folder for sockets. Default: <c>MOA_RUNTIME</c>, else <c>$XDG_RUNTIME_DIR/moa</c>,
    /// else <c>moa-UID</c> in the temporary folder.</param>
    public MoaPlaces(string? home = null, string? runtime = null)
    {
        Home = Path.GetFullPath(home ?? Variable("MOA_HOME") ?? DefaultHome());
        Runtime = Path.GetFullPath(runtime ?? Variable("MOA_RUNTIME") ?? DefaultRuntime());
    }

    /// <summary>The data folder.</summary>
    public string Home { get; }

    /// <summary>The folder for sockets and pids.</summary>
    public string Runtime { get; }

    /// <summary>One folder per machine.</summary>
    public string Machines => Path.Combine(Home, "machines");

    /// <summary>One folder per image.</summary>
    public string Images => Path.Combine(Home, "images");

    /// <summary>What can be made again: what is known of each QEMU build, downloaded packages.</summary>
    public string Cache => Path.Combine(Home, "cache");

    /// <summary>Makes the folders where they are missing and checks that they are the caller's.</summary>
    /// <exception cref="MoaConfigurationException">The runtime folder's path is too long for sockets.</exception>
    /// <exception cref="NotPermittedException">A folder belongs to someone else, or cannot be made.</exception>
    public void Prepare()
    {
        var length = System.Text.Encoding.UTF8.GetByteCount(Runtime);
        if (length > LongestRuntime)
        {
            throw new MoaConfigurationException(
                $"The runtime folder '{Runtime}' is {length} bytes long; sockets in it allow at most {LongestRuntime}. " +
                "Set MOA_RUNTIME to a shorter path.");
        }
        foreach (var folder in (ReadOnlySpan<string>)[Home, Runtime, Machines])
            MakePrivate(folder);
    }

    private static void MakePrivate(string folder)
    {
        try
        {
            var info = Directory.CreateDirectory(folder, OwnerOnly);
            var (owner, user) = (NativeFile.Stat(folder)?.Uid, Libc.geteuid());
            if (owner != user)
            {
                throw new NotPermittedException(
                    $"The folder '{folder}' belongs to user {owner}, not to you (user {user}). " +
                    "Set MOA_HOME and MOA_RUNTIME to folders of your own.");
            }
            if ((info.UnixFileMode & ~OwnerOnly) != 0)
                info.UnixFileMode = OwnerOnly;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new NotPermittedException($"The folder '{folder}' cannot be used: {failure.Message}", failure);
        }
    }

    private static string DefaultHome() =>
        Path.Combine(
            Variable("XDG_DATA_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share"),
            "moa");

    private static string DefaultRuntime() => Variable("XDG_RUNTIME_DIR") is { } folder
        ? Path.Combine(folder, "moa")
        : Path.Combine(Path.GetTempPath(), $"moa-{Libc.geteuid()}");

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
