using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace Moa.Qmp;

/// <summary>
/// Escapes what JSON demands and nothing else, since QEMU pays for every byte. Text that is not valid Unicode, such as a
/// lone surrogate, is refused: QEMU would answer it with more than one error and replies would no longer match.
/// </summary>
internal sealed unsafe class QmpEncoder : JavaScriptEncoder
{
    private static readonly SearchValues<char> s_needCare = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    private QmpEncoder()
    {
    }

    public static QmpEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        // SAFETY: the base class promises that text points to textLength characters.
        return new ReadOnlySpan<char>(text, textLength).IndexOfAny(s_needCare);
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        // The base class puts U+FFFD for what is not Unicode. A real U+FFFD needs no escape and never comes here.
        if (unicodeScalar == Rune.ReplacementChar.Value)
        {
            throw new ArgumentException("The text is not valid Unicode (a lone surrogate or invalid UTF-8); QMP cannot carry it.");
        }
        // SAFETY: the base class promises room for bufferLength characters.
        var target = new Span<char>(buffer, bufferLength);
        var shorthand = unicodeScalar switch
        {
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            '\b' => 'b',
            '\f' => 'f',
            '"' or '\\' => (char)unicodeScalar,
            _ => '\0',
        };
        var written = shorthand == '\0'
            ? target.TryWrite($"\\u{unicodeScalar:x4}", out numberOfCharactersWritten)
            : target.TryWrite($"\\{shorthand}", out numberOfCharactersWritten);
        return written;
    }
}
