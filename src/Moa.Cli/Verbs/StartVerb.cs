using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa start</c>: starts machines that were made before.</summary>
internal sealed class StartVerb : Verb
{
    private readonly Argument<string[]> _names = CommonArguments.Machines();

    public StartVerb() : base("start", "Start machines that were created or stopped.", "moa start web", "moa start web db") =>
        Arguments.Add(_names);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var records = call.Get(_names)!.Select(call.Host.Machines.Find).ToList();
        foreach (var record in records)
        {
            await using var running = await call.Host.TryAttachAsync(record, cancel);
            if (running is not null)
            {
                call.Note($"{record.Name} is running already.");
                continue;
            }
            await using var machine = await call.Host.StartAsync(record, cancel);
            Console.Out.WriteLine(record.Name);
        }
        return ExitCode.Done;
    }
}
