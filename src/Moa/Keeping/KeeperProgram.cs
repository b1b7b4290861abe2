using System.Runtime.InteropServices;

namespace Moa.Keeping;

/// <summary>Where the keeper's program is.</summary>
internal static class KeeperProgram
{
    private const string Name = "moa-keeper";

    /// <summary>
    /// What the environment variable MOA_KEEPER names, else <c>native/RID/moa-keeper</c> beside the program that runs.
    /// </summary>
    /// <exception cref="KeeperException">It is not there.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("MOA_KEEPER") is { Length: > 0 } named)
        {
            return File.Exists(named)
                ? Path.GetFullPath(named)
                : throw new KeeperException($"MOA_KEEPER names '{named}', which is not there. Unset it, or name the moa-keeper program.");
        }
        var rid = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        var path = Path.Combine(AppContext.BaseDirectory, "native", rid, Name);
        return File.Exists(path)
            ? path
            : throw new KeeperException(
                $"The keeper, which every machine needs, is not at '{path}'. " +
                "Build or install Moa again, or name the program in MOA_KEEPER.");
    }
}
