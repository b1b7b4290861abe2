using Moa.Images.Tools;

namespace Moa.Images;

/// <summary>A program of the host that an image is made with is missing, failed, or stopped answering.</summary>
public sealed class ToolException : ImageException
{
    private static readonly Dictionary<string, string> DebianPackages = new()
    {
        ["apt-get"] = "apt",
        ["apt-cache"] = "apt",
        ["apt-config"] = "apt",
        ["dpkg-deb"] = "dpkg",
        ["xz"] = "xz-utils",
        ["zstd"] = "zstd",
        ["busybox"] = "busybox-static",
    };

    private ToolException(string message, string tool, int? exitCode, string standardError, Exception? cause = null)
        : base(message, cause)
    {
        Tool = tool;
        ExitCode = exitCode;
        StandardError = standardError;
    }

    /// <summary>The program's name.</summary>
    public string Tool { get; }

    /// <summary>Its exit status; null when it was not started or was ended by us. 128+N stands for signal N.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines of its standard error, at most 12.</summary>
    public string StandardError { get; }

    internal static ToolException Missing(ToolCommand command)
    {
        var name = Path.GetFileName(command.Tool);
        var next = DebianPackages.TryGetValue(name, out var package) ? $" On Debian and Ubuntu: apt install {package}" : "";
        return new($"{command.Tool} is needed and not installed.{next}", name, null, "");
    }

    internal static ToolException NotStarted(ToolCommand command, Exception cause) =>
        new($"{command.Tool} could not be started: {cause.Message}", Path.GetFileName(command.Tool), null, "", cause);

    internal static ToolException Failed(ToolCommand command, int exitCode, string standardError) =>
        new($"{Describe(command)} failed with exit status {exitCode}{Quote(standardError)}",
            Path.GetFileName(command.Tool), exitCode, standardError);

    internal static ToolException Stalled(ToolCommand command, TimeSpan limit, string standardError) =>
        new($"{Describe(command)} gave no sign of life for {limit.TotalSeconds:0.#} s and was ended{Quote(standardError)}",
            Path.GetFileName(command.Tool), null, standardError);

    private static string Describe(ToolCommand command) =>
        command.Arguments.Count == 0 ? Path.GetFileName(command.Tool) : $"{Path.GetFileName(command.Tool)} {command.Arguments[0]}";

    private static string Quote(string standardError) => standardError.Length == 0 ? "." : $":\n{standardError}";
}
