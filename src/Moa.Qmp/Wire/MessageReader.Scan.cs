using System.Buffers.Text;

namespace Moa.Qmp;

/// <content>The scan: a small state machine that survives the end of the bytes at any place.</content>
internal sealed partial class MessageReader
{
    /// <summary>How much of a value that is being thrown away is collected before it is thrown away.</summary>
    private const int DiscardedAtOnce = 4 * 1024;

    /// <summary>How much is kept of what is no message, to be shown in an error.</summary>
    private const int KeptOfNoise = 256;

    private Message _message;
    private Place _place;
    private Member _member;

    // What is no message belongs to the message before it, on the same line or after a damaged one.
    private bool _afterDamage;
    private bool _onNewLine = true;

    private bool _escaped;
    private bool _manyLines;
    private int _depth;

    // Offsets from the start of the message, since the buffer may move.
    private int _keyStart;
    private int _keyEnd;
    private int _valueStart;

    private enum Place
    {
        Between,
        Structure,
        String,
        Lost,
    }

    private enum Member
    {
        None,
        Other,
        Kind,
        Data,
        Timestamp,
        Id,
    }

    private void Begin()
    {
        _message = default;
        _place = Place.Between;
        _member = Member.None;
        _escaped = false;
        _manyLines = false;
        _depth = 0;
        _keyStart = _keyEnd = 0;
    }

    /// <summary>Scans what has arrived; true when a message ended, at <c>_scanned</c>.</summary>
    private bool Scan()
    {
        var complete = false;
        while (!complete && _scanned < _end)
        {
            complete = _place switch
            {
                Place.Between => ScanBetween(),
                Place.Structure => ScanStructure(),
                Place.String => ScanString(),
                _ => ScanLost(),
            };
        }
        if (!complete)
            DiscardExcess();
        return complete;
    }

    private bool ScanBetween()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(_scanned, _end - _scanned);
        var next = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        _onNewLine |= bytes[..(next < 0 ? bytes.Length : next)].Contains((byte)'\n');
        _start = _scanned = next < 0 ? _end : _scanned + next;
        if (next < 0)
            return false;
        if (_buffer[_start] == '{')
        {
            _place = Place.Structure;
            _depth = 1;
            _scanned++;
        }
        else
        {
            Lose();
        }
        return false;
    }

    private bool ScanStructure()
    {
        ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, _end);
        for (var i = _scanned; i < bytes.Length; i++)
        {
            switch (bytes[i])
            {
                case (byte)'"':
                    if (_depth == 1 && _member == Member.None)
                        _keyStart = i + 1 - _start;
                    _place = Place.String;
                    _scanned = i + 1;
                    return false;
                case (byte)'{' when bytes[i - 1] == '\n':
                    _scanned = i;
                    _message.Fault = MessageFault.Malformed;
                    return true;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (--_depth > 0)
                        break;
                    if (bytes[i] == ']')
                    {
                        _scanned = i;
                        Lose();
                        return false;
                    }
                    CloseMember(i);
                    _scanned = i + 1;
                    return true;
                case (byte)':' when _depth == 1 && _member == Member.None:
                    OpenMember(i);
                    break;
                case (byte)',' when _depth == 1:
                    CloseMember(i);
                    break;
                case (byte)'\n' when !_manyLines:
                    if (!bytes[(_start + 1)..i].Trim(" \t\r"u8).IsEmpty)
                    {
                        _scanned = i;
                        Lose();
                        return false;
                    }
                    _manyLines = true;
                    break;
                default:
                    break;
            }
        }
        _scanned = _end;
        return false;
    }

    private bool ScanString()
    {
        if (_escaped)
        {
            _escaped = false;
            _scanned++;
            return false;
        }
        var next = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'"', (byte)'\\', (byte)'\n');
        if (next < 0)
        {
            _scanned = _end;
            return false;
        }
        _scanned += next;
        switch (_buffer[_scanned])
        {
            case (byte)'"':
                if (_depth == 1 && _member == Member.None)
                    _keyEnd = _scanned - _start;
                _place = Place.Structure;
                _scanned++;
                break;
            case (byte)'\\':
                _escaped = true;
                _scanned++;
                break;
            default:
                Lose();
                break;
        }
        return false;
    }

    private bool ScanLost()
    {
        var next = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        _scanned = next < 0 ? _end : _scanned + next + 1;
        if (next < 0)
            return false;
        if (_buffer[_start] == '{' || (_onNewLine && !_afterDamage))
            return true;
        _start = _scanned;
        _onNewLine = true;
        Begin();
        return false;
    }

    /// <summary>What follows up to the line's end cannot be understood.</summary>
    private void Lose()
    {
        _place = Place.Lost;
        _message.Fault = MessageFault.Malformed;
    }

    private void OpenMember(int colon)
    {
        ReadOnlySpan<byte> key = _buffer.AsSpan(_start + _keyStart, Math.Max(0, _keyEnd - _keyStart));
        _valueStart = colon + 1 - _start;
        _member = key switch
        {
            _ when key.SequenceEqual("return"u8) => OpenKind(MessageKind.Return),
            _ when key.SequenceEqual("error"u8) => OpenKind(MessageKind.Error),
            _ when key.SequenceEqual("event"u8) => OpenKind(MessageKind.Event),
            _ when key.SequenceEqual("QMP"u8) => OpenKind(MessageKind.Greeting),
            _ when key.SequenceEqual("data"u8) => Member.Data,
            _ when key.SequenceEqual("timestamp"u8) => Member.Timestamp,
            _ when key.SequenceEqual("id"u8) => Member.Id,
            _ => Member.Other,
        };
    }

    private Member OpenKind(MessageKind kind)
    {
        static bool IsReply(MessageKind kind) => kind is MessageKind.Return or MessageKind.Error;

        if (_message.Kind != MessageKind.Unknown)
        {
            // Two members that each give a kind. Two of a reply are still one reply, if a bad one.
            var reply = IsReply(_message.Kind) && IsReply(kind);
            if (!reply && _message.Kind != kind)
                _message.Kind = MessageKind.Unknown;
            _message.Fault = MessageFault.Malformed;
            return Member.Other;
        }
        _message.Kind = kind;
        return Member.Kind;
    }

    private void CloseMember(int end)
    {
        var value = _valueStart..(end - _start);
        switch (_member)
        {
            case Member.Kind: _message.Value = value; break;
            case Member.Data: _message.Data = value; break;
            case Member.Timestamp: _message.Timestamp = value; break;
            case Member.Id: CloseId(_buffer.AsSpan(_start)[value].Trim(" \t\r\n"u8)); break;
            default: break;
        }
        _member = Member.None;
        _keyStart = _keyEnd = 0;
    }

    private void CloseId(ReadOnlySpan<byte> id)
    {
        _message.HasId = true;
        _message.Id = Utf8Parser.TryParse(id, out long number, out var used) && used == id.Length ? number : 0;
    }

    /// <summary>Keeps what is held of an unfinished message within the limit, and the scan going.</summary>
    private void DiscardExcess()
    {
        var length = _end - _start;
        if (_place == Place.Lost)
        {
            if (length <= KeptOfNoise)
                return;
            _scanned = _end = _start + KeptOfNoise;
            _message.Value = _message.Data = _message.Timestamp = default;
            return;
        }
        var discarding = _message.Fault == MessageFault.TooLarge;
        if (length <= limit && !(discarding && _member != Member.None && length - _valueStart > DiscardedAtOnce))
            return;
        if (_member == Member.None)
        {
            Lose();
            return;
        }
        if (!discarding && _message.Fault == MessageFault.None)
            _message.Fault = MessageFault.TooLarge;
        _scanned = _end = _start + _valueStart;
    }
}
