using System.CommandLine;
using Moa.Cli.Output;
using Moa.Cli.Terminals;
using Moa.Guests;
using Moa.Machines;

namespace Moa.Cli.Verbs;

/// <summary><c>moa run</c>: a fresh machine, for a command or for a shell.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string?> _image = CommonArguments.OptionalImage();
    private readonly MachineOptions _machine = new();
    private readonly CommandOptions _command = new();
    private readonly Option<bool> _detach = new("--detach", "-d") { Description = "Leave the machine running and print its name." };
    private readonly Option<bool> _keep = new("--keep") { Description = "Keep the machine, stopped, when the command has ended." };
    private readonly Option<TimeSpan?> _timeout = CommonArguments.Duration("--timeout", "End command and machine after this time, with exit code 6.");

    public RunVerb() : base(
        "run",
        "Run a command in a fresh machine, which is removed afterwards.",
        "moa run -- uname -a",
        "tar c src | moa run -- sh -c 'tar x && ls -R'",
        "moa run -it -- sh",
        "moa run --memory 1G --cpus 2 --timeout 5m -- make test",
        "moa run -d --name web -p 8080:80",
        "moa run --kernel bzImage --initrd root.cpio --append 'console=ttyS0'")
    {
        Arguments.Add(_image);
        _machine.AddTo(this);
        _command.AddTo(this);
        Options.Add(_detach);
        Options.Add(_keep);
        Options.Add(_timeout);
    }

    public override int FailureCode => ExitCode.RunFailed;

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Qemu = call.Get(_machine.Qemu);
        using var limit = new CancellationTokenSource(call.Get(_timeout) ?? Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return await RunMachineAsync(call, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new MoaTimeoutException("run", call.Get(_timeout)!.Value,
                $"The time of --timeout, {call.Get(_timeout)!.Value.TotalSeconds:0.###} s, is over: the command and its machine were ended.");
        }
    }

    private async Task<int> RunMachineAsync(Invocation call, CancellationToken cancel)
    {
        var spec = _machine.ReadSpec(call);
        var detach = call.Get(_detach);
        var progress = new ProgressLine(call);
        var options = _machine.ReadStart(call, call.Get(_image)) with
        {
            Temporary = !detach && !call.Get(_keep),
            Progress = progress,
        };
        if (call.Get(_machine.DryRun))
        {
            PlanView.Print(call, await call.Host.PlanAsync(spec, options, cancel));
            return ExitCode.Done;
        }

        await using var machine = await call.Host.StartAsync(spec, options, cancel);
        progress.Dispose();
        if (machine.Plan?.AcceleratorReason is { } reason)
            call.Detail(reason);
        if (detach)
        {
            if (Invocation.Command is { Count: > 0 } words)
                await StartDetachedAsync(machine, _command.Read(call, words), cancel);
            Console.Out.WriteLine(machine.Name);
            return ExitCode.Done;
        }
        try
        {
            return await UseAsync(call, machine, cancel);
        }
        finally
        {
            if (call.Get(_keep))
                await machine.StopAsync(cancellationToken: CancellationToken.None);
        }
    }

    /// <summary>Starts a command that goes on by itself; what it prints is in the machine's log.</summary>
    private static async Task StartDetachedAsync(Machine machine, GuestCommand command, CancellationToken cancel)
    {
        var guest = await machine.GetGuestAsync(cancel);
        await using var process = await guest.StartAsync(command with { Detached = true, TakesInput = false }, cancel);
    }

    private async Task<int> UseAsync(Invocation call, Machine machine, CancellationToken cancel)
    {
        if (Invocation.Command is null && machine.Record.Image is null)
        {
            call.Note($"the console of {machine.Name}; Ctrl-] leaves and removes it");
            return await ConsoleSession.RunAsync(machine, cancel);
        }
        if (Invocation.Command is null && HostTerminal.IsInput)
            call.Note("a shell in a fresh machine; 'exit' or Ctrl-D leaves and removes it");
        var command = _command.Read(call, Invocation.Command ?? ["sh", "-l"]);
        if (Invocation.Command is null && HostTerminal.IsInput)
            command = command with { Terminal = HostTerminal.Describe(), TakesInput = true };
        try
        {
            return await CommandSession.RunAsync(await machine.GetGuestAsync(cancel), command, cancel);
        }
        catch (GuestConnectionException) when (!cancel.IsCancellationRequested)
        {
            throw machine.Explain(await machine.WaitForExitAsync(cancel));
        }
    }
}
