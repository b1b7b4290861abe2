using System.Runtime.InteropServices;

namespace Moa.Images.Tiny;

/// <summary>The kernel arguments of the built-in image.</summary>
internal static class TinyArguments
{
    /// <summary>For a guest of the host's own architecture.</summary>
    public static string ForThisArchitecture =>
        RuntimeInformation.OSArchitecture == Architecture.X64 ? $"console=ttyS0 {Common}" : $"console=ttyAMA0 {Common}";

    private const string Common = "panic=-1 quiet";
}
