using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa image inspect</c>: what an image consists of and was made from.</summary>
internal sealed class ImageInspectVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Image();

    public ImageInspectVerb() : base("inspect", "Show what an image consists of and was made from.", "moa image inspect tiny") =>
        Arguments.Add(_name);

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Printer.Item(ImageView.Full(call.Host.Images.Inspect(call.Get(_name)!)), "name");
        return Task.FromResult(ExitCode.Done);
    }
}
