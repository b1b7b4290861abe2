using System.Runtime.InteropServices;
using System.Text;

namespace Moa.Interop.Linux;

/// <summary>A list of strings as exec wants it: pointers to zero-terminated UTF-8, then a null pointer.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private void* block;

    public NativeStrings(IReadOnlyList<string> strings)
    {
        var bytes = 0;
        foreach (var text in strings)
            bytes += Encoding.UTF8.GetByteCount(text) + 1;
        var data = Allocate(strings.Count, bytes);
        for (var i = 0; i < strings.Count; i++)
        {
            Pointers[i] = data;
            data += Encoding.UTF8.GetBytes(strings[i], new Span<byte>(data, bytes));
            *data++ = 0;
        }
    }

    /// <summary>From strings that are each followed by a zero byte, such as <c>/proc/self/environ</c>.</summary>
    public NativeStrings(ReadOnlySpan<byte> zeroTerminated)
    {
        var count = zeroTerminated.Count((byte)0);
        var data = Allocate(count, zeroTerminated.Length);
        zeroTerminated.CopyTo(new Span<byte>(data, zeroTerminated.Length));
        for (var i = 0; i < count; i++)
        {
            Pointers[i] = data;
            while (*data++ != 0)
                continue;
        }
    }

    public byte** Pointers => (byte**)block;

    public void Dispose()
    {
        NativeMemory.Free(block);
        block = null;
    }

    private byte* Allocate(int count, int bytes)
    {
        var table = (count + 1) * sizeof(byte*);
        block = NativeMemory.Alloc((nuint)(table + bytes));
        Pointers[count] = null;
        return (byte*)block + table;
    }
}
