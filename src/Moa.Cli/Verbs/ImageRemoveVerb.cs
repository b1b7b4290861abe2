using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa image rm</c>: removes images; the built-in one is made again when it is next needed.</summary>
internal sealed class ImageRemoveVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Image();

    public ImageRemoveVerb() : base("rm", "Remove an image.", "moa image rm tiny") => Arguments.Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        var name = call.Get(_name)!;
        var removed = await call.Host.Images.RemoveAsync(name, cancel);
        call.Note(removed ? $"{name} removed." : $"{name} had not been made.");
        return ExitCode.Done;
    }
}
