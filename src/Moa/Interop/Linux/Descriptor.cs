using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

/// <summary>An open file descriptor that this process owns.</summary>
internal sealed class Descriptor : SafeHandle
{
    public Descriptor() : base(-1, ownsHandle: true)
    {
    }

    public Descriptor(int number) : base(-1, ownsHandle: true) => SetHandle(number);

    // C returns an int, of which a pointer-sized handle gets the lower half only.
    public override bool IsInvalid => (int)handle == -1;

    /// <summary>The number, for what takes bare numbers; valid while this object is not disposed.</summary>
    public int Number => (int)handle;

    protected override bool ReleaseHandle() => Libc.close((int)handle) == 0;

    public override string ToString() => $"descriptor {Number}";
}
