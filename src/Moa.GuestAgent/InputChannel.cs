using System.Buffers.Binary;
using Moa.GuestAgent.Interop;
using Moa.Guests.Protocol;

namespace Moa.GuestAgent;

/// <summary>The writing end of a command's stdin or terminal. What the command does not read waits here, within the credit.</summary>
internal sealed class InputChannel
{
    private readonly EventLoop _loop;
    private readonly Outbox _outbox;
    private readonly uint _stream;
    private readonly bool _terminal;
    private int _descriptor;
    private int _allowance = StreamChannel.Window;
    private int _consumed;
    private bool _finishing;
    private ByteQueue _waiting;

    public InputChannel(EventLoop loop, Outbox outbox, uint stream, int descriptor, bool terminal)
    {
        (_loop, _outbox, _stream, _terminal) = (loop, outbox, stream, terminal);
        _descriptor = descriptor;
        loop.Add(descriptor, Libc.EPOLLOUT, events =>
        {
            if ((events & (Libc.EPOLLERR | Libc.EPOLLHUP)) != 0)
                Refuse();
            else
                Drain();
        });
    }

    /// <summary>Takes data of the host; false when it sent more than it was allowed to.</summary>
    public bool Write(ReadOnlySpan<byte> data)
    {
        if (data.Length > _allowance || _finishing)
            return false;
        _allowance -= data.Length;
        var written = _waiting.Count > 0 ? 0 : Pass(data);
        if (_descriptor >= 0 && written < data.Length)
            _waiting.Add(data[written..]);
        return true;
    }

    /// <summary>The host has nothing more: end-of-file follows what is waiting.</summary>
    public void Finish()
    {
        _finishing = true;
        Drain();
    }

    public void Close()
    {
        if (_descriptor >= 0)
            _loop.Close(_descriptor);
        _descriptor = -1;
        _waiting.Clear();
    }

    private void Drain()
    {
        if (_descriptor < 0)
            return;
        if (_waiting.Count > 0)
        {
            // Passing it on may find that nobody reads any more, which empties the queue.
            var written = Pass(_waiting.Bytes);
            if (_descriptor >= 0)
                _waiting.Remove(written);
        }

        if (_finishing && _waiting.Count == 0 && _descriptor >= 0)
            EndOfFile();
    }

    private int Pass(ReadOnlySpan<byte> data)
    {
        var written = 0;
        while (written < data.Length && _descriptor >= 0)
        {
            var count = Libc.Write(_descriptor, data[written..]);
            if (count >= 0)
                written += count;
            else if (Libc.Errno == Libc.EAGAIN)
                break;
            else
                Refuse();
        }

        GiveBack(written);
        return written;
    }

    private void GiveBack(int count)
    {
        _consumed += count;
        if (_consumed < StreamChannel.Window / 2 || _descriptor < 0)
            return;
        Span<byte> credit = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(credit, _consumed);
        _outbox.Send(FrameType.Credit, _stream, StreamChannel.Input, credit);
        _allowance += _consumed;
        _consumed = 0;
    }

    /// <summary>Nobody reads any more: tells the host, and swallows what is still on its way.</summary>
    private void Refuse()
    {
        if (_descriptor < 0)
            return;
        Close();
        _outbox.Send(FrameType.End, _stream, StreamChannel.Input);
    }

    private unsafe void EndOfFile()
    {
        // A terminal has no end; the character that means it does nothing but in line mode, as when a user types it.
        Libc.Termios termios;
        if (_terminal
            && Libc.GetTerminalAttributes(_descriptor, &termios) == 0
            && (termios.LocalFlags & Libc.ICANON) != 0)
            Libc.Write(_descriptor, new ReadOnlySpan<byte>(&termios.Characters[Libc.VEOF], 1));
        Close();
    }
}
