using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Moa.Interop.Linux;

/// <summary>Unix stream sockets, with descriptors sent along (unix(7)).</summary>
internal static class UnixSocket
{
    /// <summary>The longest path a Unix socket can have, in bytes; sun_path holds one more for its end.</summary>
    public const int MaxPathBytes = 107;

    private const int MaxDescriptors = 253;
    private const uint OwnerOnly = 0x180;

    /// <summary>Two sockets connected with each other; blocking.</summary>
    public static (Descriptor, Descriptor) Pair()
    {
        var ends = (Span<int>)stackalloc int[2];
        // SAFETY: socketpair writes two ints, which is what the span holds.
        unsafe
        {
            fixed (int* pointer = ends)
                LinuxException.Check(
                    Libc.socketpair(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0, pointer), "socketpair");
        }
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>A non-blocking socket that listens at <paramref name="path"/>, which must not exist, for this user only.</summary>
    public static Descriptor Listen(string path, int backlog)
    {
        var socket = Create(Libc.SOCK_NONBLOCK);
        try
        {
            var address = (Span<byte>)stackalloc byte[2 + MaxPathBytes + 1];
            var length = WriteAddress(path, address);
            LinuxException.Check(Libc.fchmod(socket, OwnerOnly), "fchmod", path);
            // SAFETY: the address is complete and stays in place during the call.
            unsafe
            {
                fixed (byte* pointer = address)
                    LinuxException.Check(Libc.bind(socket, pointer, length), "bind", path);
            }
            LinuxException.Check(Libc.listen(socket, backlog), "listen", path);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A non-blocking socket connected to <paramref name="path"/>. A listener with room in its backlog is connected to
    /// at once, also where nobody accepts yet; a full backlog is EAGAIN.
    /// </summary>
    public static Descriptor Connect(string path)
    {
        var socket = Create(Libc.SOCK_NONBLOCK);
        try
        {
            var address = (Span<byte>)stackalloc byte[2 + MaxPathBytes + 1];
            var length = WriteAddress(path, address);
            // SAFETY: the address is complete and stays in place during the call.
            unsafe
            {
                fixed (byte* pointer = address)
                    LinuxException.Check(Libc.connect(socket, pointer, length), "connect", path);
            }
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The next waiting connection, non-blocking; null when there is none.</summary>
    public static Descriptor? Accept(Descriptor listener)
    {
        var socket = Libc.accept4(listener, 0, 0, Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK);
        if (!socket.IsInvalid)
            return socket;
        var error = LinuxException.Last("accept4");
        socket.Dispose();
        return error.Errno is Errno.EAGAIN or Errno.EINTR or Errno.ECONNRESET ? null : throw error;
    }

    /// <summary>The user at the other end.</summary>
    public static uint PeerUser(Descriptor socket)
    {
        // SAFETY: SO_PEERCRED writes one struct ucred, whose size is passed.
        unsafe
        {
            Libc.UCred credentials;
            var length = (uint)sizeof(Libc.UCred);
            LinuxException.Check(
                Libc.getsockopt(socket, Libc.SOL_SOCKET, Libc.SO_PEERCRED, &credentials, &length), "getsockopt");
            return credentials.Uid;
        }
    }

    /// <summary>
    /// Sends what the socket takes now, the descriptors with the first byte. Returns the bytes taken; 0 when a
    /// non-blocking socket is full; -1 when the other end is gone.
    /// </summary>
    public static int Send(SafeHandle socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeHandle> descriptors = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, MaxDescriptors);
        var controlSize = descriptors.IsEmpty ? 0 : ControlSize(descriptors.Length);
        var control = (Span<byte>)stackalloc byte[controlSize];
        var held = 0;
        try
        {
            for (; held < descriptors.Length; held++)
            {
                var added = false;
                descriptors[held].DangerousAddRef(ref added);
            }
            // SAFETY: the vectors and the control block live on this stack; the descriptors are held until the call is over.
            unsafe
            {
                fixed (byte* data = bytes, controlData = control)
                {
                    if (controlSize > 0)
                    {
                        var header = (Libc.CMsgHdr*)controlData;
                        header->Length = (nuint)(sizeof(Libc.CMsgHdr) + descriptors.Length * sizeof(int));
                        header->Level = Libc.SOL_SOCKET;
                        header->Type = Libc.SCM_RIGHTS;
                        for (var i = 0; i < descriptors.Length; i++)
                            ((int*)(header + 1))[i] = (int)descriptors[i].DangerousGetHandle();
                    }
                    var vector = new Libc.IoVec { Base = data, Length = (nuint)bytes.Length };
                    var message = new Libc.MsgHdr
                    {
                        Vectors = &vector,
                        VectorCount = 1,
                        Control = controlSize > 0 ? controlData : null,
                        ControlLength = (nuint)controlSize,
                    };
                    nint sent;
                    do
                    {
                        sent = Libc.sendmsg(socket, &message, Libc.MSG_NOSIGNAL);
                    }
                    while (sent == -1 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                    return sent >= 0 ? (int)sent : Marshal.GetLastPInvokeError() switch
                    {
                        Errno.EAGAIN => 0,
                        Errno.EPIPE or Errno.ECONNRESET => -1,
                        var errno => throw new LinuxException("sendmsg", errno),
                    };
                }
            }
        }
        finally
        {
            while (held > 0)
                descriptors[--held].DangerousRelease();
        }
    }

    /// <summary>
    /// Receives what is there, without waiting. Returns the bytes; 0 at the end of the stream, also when the connection
    /// was reset; -1 when there is nothing now. Descriptors that came along are appended to <paramref name="received"/>,
    /// and belong to bytes of this call.
    /// </summary>
    public static int Receive(SafeHandle socket, Span<byte> buffer, List<Descriptor> received)
    {
        var control = (Span<byte>)stackalloc byte[ControlSize(MaxDescriptors)];
        // SAFETY: the vectors and the control block live on this stack; the kernel writes within the lengths it is given.
        unsafe
        {
            fixed (byte* data = buffer, controlData = control)
            {
                var vector = new Libc.IoVec { Base = data, Length = (nuint)buffer.Length };
                var message = new Libc.MsgHdr
                {
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = controlData,
                    ControlLength = (nuint)control.Length,
                };
                nint count;
                do
                {
                    count = Libc.recvmsg(socket, &message, Libc.MSG_DONTWAIT | Libc.MSG_CMSG_CLOEXEC);
                }
                while (count == -1 && Marshal.GetLastPInvokeError() == Errno.EINTR);
                if (count == -1)
                {
                    return Marshal.GetLastPInvokeError() switch
                    {
                        Errno.EAGAIN => -1,
                        Errno.ECONNRESET => 0,
                        var errno => throw new LinuxException("recvmsg", errno),
                    };
                }
                var header = (Libc.CMsgHdr*)controlData;
                if (message.ControlLength >= (nuint)sizeof(Libc.CMsgHdr)
                    && header->Level == Libc.SOL_SOCKET && header->Type == Libc.SCM_RIGHTS)
                {
                    var descriptors = (int)(header->Length - (nuint)sizeof(Libc.CMsgHdr)) / sizeof(int);
                    for (var i = 0; i < descriptors; i++)
                        received.Add(new Descriptor(((int*)(header + 1))[i]));
                }
                return (int)count;
            }
        }
    }

    private static Descriptor Create(int flags)
    {
        var socket = Libc.socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC | flags, 0);
        return socket.IsInvalid ? throw LinuxException.Last("socket") : socket;
    }

    private static uint WriteAddress(string path, Span<byte> address)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length > MaxPathBytes)
            throw new LinuxException("bind", Errno.ENAMETOOLONG, path);
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Libc.AF_UNIX);
        Encoding.UTF8.GetBytes(path, address[2..]);
        return (uint)(2 + length + 1);
    }

    private static int ControlSize(int descriptors)
    {
        // SAFETY: sizeof of a plain structure.
        unsafe
        {
            return sizeof(Libc.CMsgHdr) + ((descriptors * sizeof(int) + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1));
        }
    }
}
