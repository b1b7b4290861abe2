using System.Text.Json.Nodes;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The guest's memory (QEMU's <c>-m</c>).</summary>
public sealed record Memory
{
    private const long Page = 8192;

    /// <summary>What the guest starts with: 1M and more, a multiple of 8K.</summary>
    public required ByteSize Size { get; init; }

    /// <summary>How many memory devices can be plugged in, 1 to 256. QEMU's default: 0.</summary>
    public int? Slots { get; init; }

    /// <summary>The most memory that the guest can have with all that is plugged in.</summary>
    public ByteSize? Maxmem { get; init; }

    private static ByteSizeShape FromOneMebibyte { get; } = new(ByteSize.FromMebibytes(1), new ByteSize(long.MaxValue));

    internal static RecordShape<Memory> Shape { get; } = new(
        "memory", "The guest's memory.", () => new() { Size = ByteSize.FromMebibytes(128) },
        table => table
            .Required("size", x => x.Size, (x, v) => x with { Size = v }, FromOneMebibyte,
                "What the guest starts with.")
            .Number("slots", x => x.Slots, (x, v) => x with { Slots = v }, 1, 256,
                "How many memory devices can be plugged in.")
            .Member("maxmem", x => x.Maxmem, (x, v) => x with { Maxmem = v }, FromOneMebibyte,
                "The most memory that the guest can have with all that is plugged in.")
            .Implied("size")
            .Rule("memory-page", "Sizes of memory are multiples of 8K; QEMU would round others up.", (x, check) =>
            {
                if (x.Size.Bytes % Page != 0)
                    check.Member("size").Problem($"{x.Size} is no multiple of 8K.");
                if (x.Maxmem is { } most && most.Bytes % Page != 0)
                    check.Member("maxmem").Problem($"{most} is no multiple of 8K.");
            })
            .Rule("memory-slots", "Slots and maxmem are said together.", (x, check) =>
            {
                if (x.Slots is null != x.Maxmem is null)
                    check.Problem("'slots' and 'maxmem' must be said together or not at all.");
            })
            .Rule("memory-maxmem", "Maxmem is larger than size.", (x, check) =>
            {
                if (x.Maxmem <= x.Size)
                    check.Member("maxmem").Problem($"It must be more than size, which is {x.Size}.");
            }));

    // Without a unit, -m counts MiB where all else counts bytes: B says bytes.
    internal void Write(CommandLineWriter line)
    {
        var values = new JsonObject { ["size"] = Print(Size) };
        if (Slots is { } slots)
            values["slots"] = (long)slots;
        if (Maxmem is { } most)
            values["maxmem"] = Print(most);
        line.Keyval("-m", null, values);
    }

    private static string Print(ByteSize size) => size.ToString() is var text && char.IsAsciiDigit(text[^1]) ? text + "B" : text;
}
