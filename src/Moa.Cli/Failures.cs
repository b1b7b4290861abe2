using System.CommandLine;
using Moa.Images;
using Moa.Launching;
using Moa.Model;
using Moa.Probing;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>Tells a failure on stderr and gives its exit code.</summary>
internal static class Failures
{
    public static int Report(Exception failure, ParseResult result)
    {
        var code = CodeOf(failure, (result.CommandResult.Command as Verb)?.FailureCode ?? ExitCode.Failed);
        if (result.GetValue(GlobalOptions.Debug))
            Console.Error.WriteLine(failure);
        else if (failure is MachineSpecException spec)
            PrintProblems(spec);
        else if (failure is not OperationCanceledException)
            Console.Error.WriteLine($"moa: {MessageOf(failure)}");
        return code;
    }

    private static int CodeOf(Exception failure, int other) => failure switch
    {
        OperationCanceledException => ExitCode.Interrupted,
        MachineSpecException spec when spec.Problems.All(HostCheck.Found) => ExitCode.HostCannot,
        MachineSpecException or MoaConfigurationException or RuntimeFolderException { Problem: RuntimeFolderProblem.TooLong } => ExitCode.Usage,
        MachineNotFoundException or ImageNotFoundException or FileNotFoundException or DirectoryNotFoundException => ExitCode.NotFound,
        MachineConflictException => ExitCode.Conflict,
        NotPermittedException or UnauthorizedAccessException or RuntimeFolderException => ExitCode.NotPermitted,
        MoaTimeoutException => ExitCode.TimedOut,
        QemuNotFoundException or QemuTooOldException or QemuProbeException or AcceleratorUnavailableException => ExitCode.HostCannot,
        _ => other,
    };

    private static string MessageOf(Exception failure) => failure switch
    {
        MoaException or ImageException or IOException or UnauthorizedAccessException => failure.Message,
        _ => $"{failure.Message} This is a mistake in moa ({failure.GetType().Name}); --debug shows where.",
    };

    private static void PrintProblems(MachineSpecException spec)
    {
        foreach (var problem in spec.Problems)
            Console.Error.WriteLine($"moa: {problem}");
    }
}
