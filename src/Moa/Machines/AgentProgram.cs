using System.Runtime.InteropServices;

namespace Moa.Machines;

/// <summary>Where the guest's agent is, which becomes the built-in image's init.</summary>
internal static class AgentProgram
{
    private const string Name = "moa-agent";

    /// <summary>What the environment variable MOA_AGENT names, else <c>native/RID/moa-agent</c> beside the program that runs.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Find()
    {
        var path = Environment.GetEnvironmentVariable("MOA_AGENT") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Path.Combine(AppContext.BaseDirectory, "native", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", Name);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"The guest's agent is not at '{path}'. Build or install Moa again, or name the program in MOA_AGENT.");
    }
}
