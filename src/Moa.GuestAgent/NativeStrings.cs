using System.Runtime.InteropServices;
using System.Text;

namespace Moa.GuestAgent;

/// <summary>A list of strings as C wants it: pointers to zero-terminated UTF-8, then a null pointer.</summary>
internal readonly unsafe struct NativeStrings : IDisposable
{
    private readonly byte* _block;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var table = (strings.Count + 1) * sizeof(byte*);
        var size = table;
        foreach (var text in strings)
            size += Encoding.UTF8.GetByteCount(text) + 1;

        // SAFETY: the block holds the table and, behind it, exactly the bytes counted above.
        _block = (byte*)NativeMemory.Alloc((nuint)size);
        var next = _block + table;
        for (var i = 0; i < strings.Count; i++)
        {
            Pointers[i] = next;
            next += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(next, (int)(_block + size - next)));
            *next++ = 0;
        }

        Pointers[strings.Count] = null;
    }

    public byte** Pointers => (byte**)_block;

    public void Dispose() => NativeMemory.Free(_block);
}
