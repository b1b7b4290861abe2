using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>
/// How firmware looks for what to boot (QEMU's <c>-boot</c>). Devices with a bootindex come before all this.
/// </summary>
public sealed record Boot
{
    /// <summary>
    /// Drive letters in their order: a floppy, c hard disk, d CD-ROM, n network. QEMU's default: cad.
    /// </summary>
    public string? Order { get; init; }

    /// <summary>The order for the first boot only.</summary>
    public string? Once { get; init; }

    /// <summary>True to offer a menu. QEMU's default: false.</summary>
    public bool? Menu { get; init; }

    /// <summary>How long the menu waits for a key, in milliseconds.</summary>
    public int? SplashTimeMilliseconds { get; init; }

    /// <summary>
    /// How long to wait in milliseconds before rebooting when nothing boots; -1 for ever. QEMU's default: -1.
    /// </summary>
    public int? RebootTimeoutMilliseconds { get; init; }

    /// <summary>True to boot from nothing but devices with a bootindex. QEMU's default: false.</summary>
    public bool? Strict { get; init; }

    private static TextShape Drives { get; } = new()
    {
        Grammar = new TextGrammar(
            "^[a-p]+$", "Boot drives are letters from a to p: a floppy, c hard disk, d CD-ROM, n network.",
            text => text.All(letter => letter is >= 'a' and <= 'p')),
    };

    internal static RecordShape<Boot> Shape { get; } = new(
        "boot", "How firmware looks for what to boot.", () => new(),
        table => table
            .Member("order", x => x.Order, (x, v) => x with { Order = v }, Drives,
                "Drive letters in their order: a floppy, c hard disk, d CD-ROM, n network.", "cad")
            .Member("once", x => x.Once, (x, v) => x with { Once = v }, Drives, "The order for the first boot only.")
            .Flag("menu", x => x.Menu, (x, v) => x with { Menu = v },
                "True to offer a menu.", false)
            .Number("splash-time", x => x.SplashTimeMilliseconds, (x, v) => x with { SplashTimeMilliseconds = v }, 0,
                65535, "How long the menu waits for a key, in milliseconds.")
            .Number("reboot-timeout", x => x.RebootTimeoutMilliseconds,
                (x, v) => x with { RebootTimeoutMilliseconds = v }, -1, 65535,
                "How long to wait in milliseconds before rebooting when nothing boots; -1 for ever.", -1)
            .Flag("strict", x => x.Strict, (x, v) => x with { Strict = v },
                "True to boot from nothing but devices with a bootindex.", false)
            .Implied("order"));

    internal void Write(CommandLineWriter line) => line.Keyval("-boot", null, Shape.Options(this));
}
