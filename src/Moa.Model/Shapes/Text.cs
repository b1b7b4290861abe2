namespace Moa.Model.Shapes;

/// <summary>The kinds of text that specs are made of.</summary>
internal static class Text
{
    /// <summary>Any text.</summary>
    public static readonly TextShape Any = new();

    /// <summary>The path of a file on the host.</summary>
    public static readonly TextShape Path = new() { IsPath = true };

    /// <summary>The path of a Unix socket, which the kernel limits to 107 bytes (unix(7)).</summary>
    public static readonly TextShape SocketPath = new() { IsPath = true, MaxBytes = 107 };

    /// <summary>An id of QEMU (id_wellformed, util/id.c).</summary>
    public static readonly TextShape Id = new()
    {
        MaxBytes = 127,
        Grammar = new TextGrammar(
            "^[A-Za-z][A-Za-z0-9._-]*$",
            "An id starts with a letter and consists of letters, digits, '-', '.' and '_'."),
    };

    /// <summary>The name of a block node, an id of at most 31 bytes (block.c).</summary>
    public static readonly TextShape NodeName = new() { MaxBytes = 31, Grammar = Id.Grammar };
}
