using System.Runtime.InteropServices;

namespace Moa.Launching;

/// <summary>An open file for QEMU. The handle stays the caller's: it can be closed once the start is over.</summary>
/// <param name="Handle">The open file.</param>
/// <param name="Number">The number under which QEMU finds it, from 3 up.</param>
public readonly record struct QemuDescriptor(SafeHandle Handle, int Number);
