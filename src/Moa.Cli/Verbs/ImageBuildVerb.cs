using System.CommandLine;
using Moa.Cli.Output;

namespace Moa.Cli.Verbs;

/// <summary><c>moa image build</c>: makes an image anew from the newest packages.</summary>
internal sealed class ImageBuildVerb : Verb
{
    private readonly Argument<string> _name = CommonArguments.Image();

    public ImageBuildVerb() : base("build", "Make an image anew from the distribution's newest packages.", "moa image build tiny") =>
        Arguments.Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        using var progress = new ProgressLine(call);
        var image = await call.Host.BuildImageAsync(call.Get(_name)!, progress, cancel);
        Console.Out.WriteLine(image.Name);
        return ExitCode.Done;
    }
}
