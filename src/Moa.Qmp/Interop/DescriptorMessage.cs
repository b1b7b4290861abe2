using System.Runtime.InteropServices;

namespace Moa.Qmp.Interop;

/// <summary>Sends bytes and a descriptor through a Unix socket: sendmsg(2) with SCM_RIGHTS, unix(7), Linux 2.2.</summary>
internal static unsafe partial class DescriptorMessage
{
    private const int SOL_SOCKET = 1;
    private const int SCM_RIGHTS = 1;
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int EINTR = 4;
    private const int EAGAIN = 11;

    /// <summary>Sends as much as fits at once; the descriptor goes with the first byte.</summary>
    /// <returns>How many bytes were sent; 0 when the socket's buffer is full, and then nothing was.</returns>
    /// <exception cref="IOException">The operating system refused.</exception>
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> bytes, SafeHandle descriptor)
    {
        var held = false;
        try
        {
            descriptor.DangerousAddRef(ref held);
            var control = new Control
            {
                Length = (nuint)(sizeof(nuint) + (3 * sizeof(int))),
                Level = SOL_SOCKET,
                Type = SCM_RIGHTS,
                Descriptor = (int)descriptor.DangerousGetHandle(),
            };
            // SAFETY: the structures live on this stack frame and the bytes are pinned until sendmsg has returned; it keeps
            // no pointer. The handles are held open by the reference above and by the marshaller.
            fixed (byte* data = bytes)
            {
                var vector = new IoVector { Base = data, Length = (nuint)bytes.Length };
                var message = new Header
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = &control,
                    ControlLength = (nuint)sizeof(Control),
                };
                while (true)
                {
                    var sent = SendMessage(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
                    if (sent >= 0)
                        return (int)sent;
                    var error = Marshal.GetLastPInvokeError();
                    if (error == EAGAIN)
                        return 0;
                    if (error != EINTR)
                        throw new IOException($"sendmsg: {Marshal.GetPInvokeErrorMessage(error)}", error);
                }
            }
        }
        finally
        {
            if (held)
                descriptor.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(SafeHandle socket, Header* message, int flags);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public Control* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct cmsghdr</c> and one descriptor, padded as CMSG_SPACE does.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Control
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        public int Padding;
    }
}
