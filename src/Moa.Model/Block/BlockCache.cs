using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>How the host caches an image (QAPI block-core, BlockdevCacheOptions).</summary>
public sealed record BlockCache
{
    /// <summary>True to go past the host's page cache (O_DIRECT). QEMU's default: false.</summary>
    public bool? Direct { get; init; }

    /// <summary>True to ignore flushes: fast, and a crash of the host loses data. QEMU's default: false.</summary>
    public bool? NoFlush { get; init; }

    internal static RecordShape<BlockCache> Shape { get; } = new(
        "cache", "How the host caches an image.", () => new(),
        table => table
            .Flag("direct", x => x.Direct, (x, v) => x with { Direct = v },
                "True to go past the host's page cache.", false)
            .Flag("no-flush", x => x.NoFlush, (x, v) => x with { NoFlush = v },
                "True to ignore flushes: fast, and a crash of the host loses data.", false));
}
