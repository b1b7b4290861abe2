using System.Net;
using System.Net.Sockets;

namespace Moa.Model.Shapes;

/// <summary>The kinds of text that specs are made of.</summary>
internal static class Text
{
    /// <summary>Any text.</summary>
    public static readonly TextShape Any = new();

    /// <summary>The path of a file of the host that must be there.</summary>
    public static readonly TextShape InputFile = new() { File = HostFile.Input };

    /// <summary>The path of such a file, or the name of one of QEMU's own.</summary>
    public static readonly TextShape InputFileOrQemus = new() { File = HostFile.InputOrQemus };

    /// <summary>The path of a file of the host that QEMU makes.</summary>
    public static readonly TextShape OutputFile = new() { File = HostFile.Output };

    /// <summary>The path of a Unix socket, which the kernel limits to 107 bytes (unix(7)).</summary>
    public static readonly TextShape SocketPath = new() { File = HostFile.Output, MaxBytes = 107 };

    /// <summary>An id of QEMU (id_wellformed, util/id.c).</summary>
    public static readonly TextShape Id = new()
    {
        MaxBytes = 127,
        Grammar = new TextGrammar(
            "^[A-Za-z][A-Za-z0-9._-]*$",
            "An id starts with a letter and consists of letters, digits, '-', '.' and '_'.",
            text => char.IsAsciiLetter(text[0]) && IsWord(text)),
    };

    /// <summary>The name of a block node, an id of at most 31 bytes (block.c).</summary>
    public static readonly TextShape NodeName = new() { MaxBytes = 31, Grammar = Id.Grammar };

    /// <summary>An IPv4 address with four numbers.</summary>
    public static readonly TextShape Ipv4 = new()
    {
        Grammar = new TextGrammar(
            "^[0-9]{1,3}(\\.[0-9]{1,3}){3}$", "An IPv4 address looks like 10.0.2.2.",
            text => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork
                && address.ToString() == text),
    };

    /// <summary>An IPv6 address.</summary>
    public static readonly TextShape Ipv6 = new()
    {
        Grammar = new TextGrammar(
            "^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$", "An IPv6 address looks like fec0::2.",
            text => IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
                && text.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.')),
    };

    /// <summary>True for letters, digits, '-', '.' and '_' that begin with a letter or digit.</summary>
    public static bool IsWord(string text) =>
        char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_');
}
