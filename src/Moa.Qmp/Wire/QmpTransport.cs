using System.Runtime.InteropServices;

namespace Moa.Qmp;

/// <summary>The bytes under a session. One receive and one send may be under way at a time.</summary>
internal abstract class QmpTransport : IDisposable
{
    /// <summary>Whether descriptors can be sent.</summary>
    public virtual bool PassesDescriptors => false;

    /// <summary>Receives at least one byte, or none at the end.</summary>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    /// <summary>Sends all bytes.</summary>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Sends all bytes, and a descriptor with the first of them.</summary>
    public virtual ValueTask SendAsync(ReadOnlyMemory<byte> bytes, SafeHandle descriptor) =>
        throw new NotSupportedException("This connection cannot carry descriptors.");

    /// <summary>Ends both directions after a failed send; what has arrived can still be received where that is possible.</summary>
    public abstract void Abort();

    /// <inheritdoc/>
    public abstract void Dispose();
}
