using System.Net.Sockets;
using System.Text.Json;

namespace Moa.Qmp;

/// <content>The way in: one loop reads, tells messages apart, and hands replies to their commands.</content>
internal sealed partial class CommandSession
{
    /// <summary>From this size on a reply is handed over with the buffer it lies in, rather than copied.</summary>
    private const int HandedOverBytes = 64 * 1024;

    private readonly MessageReader _reader;
    private Exception? _sendFailure;

    /// <summary>Starts the loop on the pool, without the caller's execution context.</summary>
    public void StartReading() =>
        ThreadPool.UnsafeQueueUserWorkItem(static session => _ = session.ReadAsync(), this, preferLocal: false);

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                var count = await _transport.ReceiveAsync(_reader.Free()).ConfigureAwait(false);
                if (count == 0)
                    break;
                _reader.Received(count);
                while (_reader.TryRead(out var message))
                    Take(message);
                Send();
            }
            End(QmpDisconnectReason.ClosedByPeer, _sendFailure);
        }
        catch (QmpProtocolException e)
        {
            End(QmpDisconnectReason.ProtocolViolation, e);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            End(QmpDisconnectReason.ClosedByPeer, e);
        }
        catch (Exception e)
        {
            End(QmpDisconnectReason.Lost, _sendFailure ?? e);
        }
        finally
        {
            _reader.Close();
        }
    }

    private void Take(in Message message)
    {
        if (message.Kind is MessageKind.Return or MessageKind.Error)
            TakeReply(message);
        else if (!_otherMessage(message))
            TakeUnknown(message);
    }

    /// <summary>
    /// What is neither a reply nor an event may have been one before it was damaged. While a reply is due nobody can tell,
    /// and every later reply would go to the wrong command: then the session ends. Otherwise it is skipped.
    /// </summary>
    private void TakeUnknown(in Message message)
    {
        bool replyIsDue;
        lock (_gate)
            replyIsDue = _slots.Count > 0 || _outOfBand.Count > 0;
        if (replyIsDue)
            throw new QmpProtocolException(null, $"{Peer} sent what is neither a reply nor an event: {message.Excerpt()}");
        QmpDiagnostics.MessagesSkipped.Add(1);
    }

    private void TakeReply(in Message message)
    {
        QmpOperation? operation;
        string? command;
        lock (_gate)
            command = Match(message, out operation);
        if (command is null)
            QmpDiagnostics.MessagesSkipped.Add(1);
        else if (operation is not null)
            Answer(operation, command, message);
    }

    /// <summary>Finds whose reply it is: null for nobody's; without an operation when its caller has given up.</summary>
    private string? Match(in Message message, out QmpOperation? operation)
    {
        operation = null;
        string command;
        if (message.HasId)
        {
            if (!_outOfBand.Remove(message.Id, out operation))
                return null;
            command = operation.Command;
        }
        else
        {
            // The id of a damaged reply may be in the part that is missing.
            if (message.Fault == MessageFault.Malformed && _outOfBand.Count > 0)
                throw new QmpProtocolException(null, $"{Peer} sent a damaged reply that may be any command's: {message.Excerpt()}");
            if (_slots.Count == 0)
                return null;
            (operation, command) = _slots.Take();
            _descriptorOnTheWire = false;
            if (command == Quit && message.Kind == MessageKind.Error)
                _quitSent = false;
        }
        if (operation is not null)
            operation.State = OperationState.Idle;
        return command;
    }

    private void Answer(QmpOperation operation, string command, in Message message)
    {
        if (message.Fault == MessageFault.TooLarge)
        {
            operation.Fail(new QmpProtocolException(command,
                $"The reply to '{command}' is longer than the limit of {_maxMessageBytes} bytes " +
                $"({nameof(QmpClientOptions)}.{nameof(QmpClientOptions.MaxMessageBytes)}). The connection still works."));
        }
        else if (message.Fault == MessageFault.Malformed)
        {
            operation.Fail(new QmpProtocolException(command,
                $"The reply to '{command}' is not valid JSON: {message.Excerpt()} The connection still works."));
        }
        else if (message.Kind == MessageKind.Error)
        {
            operation.Fail(ReadError(command, message.Span(message.Value)));
        }
        else if (message.Length < HandedOverBytes)
        {
            operation.Complete(message.Span(message.Value));
        }
        else
        {
            (var start, var length) = message.Locate(message.Value);
            operation.Complete(_reader.GiveAway(), start, length);
        }
    }

    private static MoaException ReadError(string command, ReadOnlySpan<byte> json)
    {
        try
        {
            var error = JsonElement.Parse(json);
            var name = error.GetProperty("class").GetString();
            var description = error.GetProperty("desc").GetString();
            if (name is not null && description is not null)
                return new QmpCommandException(command, name, description);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Undecodable(command, e);
        }
        return new QmpProtocolException(command, $"The reply to '{command}' is an error without class or description.");
    }
}
