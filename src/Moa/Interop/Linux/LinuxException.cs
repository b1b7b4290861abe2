using System.Runtime.InteropServices;

namespace Moa.Interop.Linux;

/// <summary>A native function failed. It stays inside Moa: whoever knows what was attempted says so in its own error.</summary>
internal sealed class LinuxException(string call, int errno, string? subject = null)
    : Exception($"{call}{(subject is null ? "" : " " + subject)}: {Marshal.GetPInvokeErrorMessage(errno)}")
{
    /// <summary>The function, in C's name.</summary>
    public string Call { get; } = call;

    /// <summary>One of <see cref="Linux.Errno"/>.</summary>
    public int Errno { get; } = errno;

    /// <summary>The system's words for <see cref="Errno"/>.</summary>
    public string Reason => Marshal.GetPInvokeErrorMessage(Errno);

    /// <summary>What the last native call that failed on this thread left in errno.</summary>
    public static LinuxException Last(string call, string? subject = null) =>
        new(call, Marshal.GetLastPInvokeError(), subject);

    /// <summary>Passes a result on; -1 becomes an exception.</summary>
    public static int Check(int result, string call, string? subject = null) =>
        result == -1 ? throw Last(call, subject) : result;
}
