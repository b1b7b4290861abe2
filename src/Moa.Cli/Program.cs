using System.CommandLine;
using Moa.Cli;
using Moa.Cli.Verbs;

// What follows "--" belongs to the guest and is not parsed.
var end = Array.IndexOf(args, "--");
Invocation.Command = end < 0 ? null : args[(end + 1)..];

var root = new RootCommand("Runs QEMU virtual machines: 'moa run -- uname -a' starts a fresh one for a command.");
GlobalOptions.AddTo(root);
AllVerbs.AddTo(root);

var result = root.Parse(end < 0 ? args : args[..end]);
if (UsageError.In(result) is { } mistake)
{
    Console.Error.WriteLine($"moa: {mistake}");
    return ExitCode.Usage;
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    using var interrupt = new Interrupt();
    return await result.InvokeAsync(configuration, interrupt.Token);
}
catch (Exception failure)
{
    return Failures.Report(failure, result);
}
