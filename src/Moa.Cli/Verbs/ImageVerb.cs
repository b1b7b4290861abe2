using System.CommandLine;

namespace Moa.Cli.Verbs;

/// <summary><c>moa image</c>: the images that machines boot.</summary>
internal sealed class ImageVerb : Command
{
    public ImageVerb() : base("image", "List, build, inspect and remove images.")
    {
        Subcommands.Add(new ImageListVerb());
        Subcommands.Add(new ImageBuildVerb());
        Subcommands.Add(new ImageInspectVerb());
        Subcommands.Add(new ImageRemoveVerb());
    }
}
