using Moa.Cli.Output;

namespace Moa.Cli.Verbs;

/// <summary><c>moa image ls</c>: the images that have been made.</summary>
internal sealed class ImageListVerb : Verb
{
    public ImageListVerb() : base("ls", "List the images that have been made.", "moa image ls")
    {
    }

    protected override Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        call.Printer.List(
            [.. call.Host.Images.List().Select(ImageView.Brief)],
            "name",
            new Column("NAME", static item => item["name"]!.GetValue<string>()),
            new Column("KERNEL", static item => item["kernelRelease"]!.GetValue<string>()),
            new Column("SIZE", static item => ByteText.Of(item["size"]!.GetValue<long>())));
        return Task.FromResult(ExitCode.Done);
    }
}
