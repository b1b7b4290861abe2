namespace Moa.Machines;

/// <summary>A file that was named as a kernel is none. Nothing was started.</summary>
public sealed class KernelException(string message) : MoaException(message);
