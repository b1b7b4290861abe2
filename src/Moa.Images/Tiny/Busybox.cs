using Moa.Images.Kernels;
using Moa.Images.Tools;

namespace Moa.Images.Tiny;

/// <summary>A statically linked busybox: the programs of the guest.</summary>
/// <param name="Content">The program.</param>
/// <param name="Applets">The names it answers to.</param>
internal sealed record Busybox(byte[] Content, IReadOnlyList<string> Applets)
{
    /// <summary>Puts the program into a folder to ask it for its applets.</summary>
    /// <param name="content">The program.</param>
    /// <param name="origin">Where it came from, for messages.</param>
    /// <param name="workFolder">The folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ImageException">It is not a static program.</exception>
    public static async Task<Busybox> PrepareAsync(byte[] content, string origin, string workFolder, CancellationToken cancellationToken)
    {
        if (!ElfFile.IsStaticProgram(new MemoryStream(content)))
        {
            throw new ImageException(
                $"{origin} is not a statically linked busybox, so it cannot run in the guest by itself. "
                + "Install the static one (Debian: busybox-static, Fedora: busybox).");
        }
        var path = Path.Combine(workFolder, "busybox");
        var file = Folders.CreateFile(path, executable: true);
        await using (file.ConfigureAwait(false))
            await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        var list = await ToolRunner.ReadAsync(new(path, "--list"), cancellationToken).ConfigureAwait(false);
        return new(content, list.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
