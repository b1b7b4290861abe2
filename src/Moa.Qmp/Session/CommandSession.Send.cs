using System.Runtime.InteropServices;

namespace Moa.Qmp;

/// <content>The way out: the line of waiting commands, the window, and the one sender.</content>
internal sealed partial class CommandSession
{
    private const string Quit = "quit";

    /// <summary>How much small commands may amount to that are sent in one system call.</summary>
    private const int BatchBytes = 4 * 1024;

    private readonly ReplySlots _slots = new();
    private readonly Dictionary<long, QmpOperation> _outOfBand = [];
    private OperationQueue _waiting;
    private OperationQueue _urgent;
    private int _window = 1;

    /// <summary>Once full, the window is filled again when half of it is empty: many commands in one system call.</summary>
    private bool _windowFull;

    private bool _descriptorOnTheWire;
    private bool _quitSent;

    /// <summary>Somebody is sending; that one also sends what comes meanwhile. Stays true after a failure to send.</summary>
    private bool _sending;

    // The sender's own, while _sending.
    private PooledBuffer _outgoing = new();
    private SafeHandle? _outgoingDescriptor;

    private void Enqueue(QmpOperation operation)
    {
        lock (_gate)
        {
            ThrowIfEnded(operation.Command);
            operation.State = OperationState.Waiting;
            if (operation.Id == 0)
                _waiting.Add(operation);
            else
                _urgent.Add(operation);
            ArmLimitTimer(operation.Deadline);
        }
        Send();
    }

    /// <summary>Sends what may be sent now, unless somebody is at it already. Does not wait.</summary>
    private void Send()
    {
        lock (_gate)
        {
            if (_sending || !FillOutgoing())
                return;
            _sending = true;
        }
        _ = SendOutgoingAsync();
    }

    private async Task SendOutgoingAsync()
    {
        try
        {
            await SendBatchAsync().ConfigureAwait(false);
            for (var onPool = false; MoreOutgoing(); onPool = true)
            {
                // What others add meanwhile must not keep a caller here, sending for everyone.
                if (!onPool)
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                await SendBatchAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // The reader finds the end, after the replies that are still on their way, and says so to everyone.
            _outgoingDescriptor?.DangerousRelease();
            _sendFailure = e;
            _transport.Abort();
        }
    }

    private async ValueTask SendBatchAsync()
    {
        if (_outgoingDescriptor is null)
        {
            await _transport.SendAsync(_outgoing.Written).ConfigureAwait(false);
            return;
        }
        await _transport.SendAsync(_outgoing.Written, _outgoingDescriptor).ConfigureAwait(false);
        _outgoingDescriptor.DangerousRelease();
        _outgoingDescriptor = null;
    }

    private bool MoreOutgoing()
    {
        lock (_gate)
        {
            _outgoing.Reset();
            _sending = FillOutgoing();
            return _sending;
        }
    }

    /// <summary>Moves what may be sent from the lines to the outgoing buffer; from then on it counts as sent.</summary>
    private bool FillOutgoing()
    {
        while (Next() is { } operation)
        {
            var length = operation.Request.Count;
            var alone = operation.Descriptor is not null;
            if (_outgoing.Count > 0 && (alone || _outgoing.Count + length > BatchBytes))
                break;
            if (_outgoing.Count > 0)
                _outgoing.Write(operation.Request.Written.Span);
            else
                (_outgoing, operation.Request) = (operation.Request, _outgoing);
            MarkSent(operation);
            if (alone)
                break;
        }
        return _outgoing.Count > 0;
    }

    private QmpOperation? Next()
    {
        if (_end is not null)
            return null;
        if (_urgent.First is { } urgent)
            return urgent;
        if (_slots.Count >= _window)
            _windowFull = true;
        else if (_slots.Count <= _window / 2)
            _windowFull = false;
        if (_windowFull || _descriptorOnTheWire || _waiting.First is not { } next)
            return null;
        return next.Descriptor is null || _slots.Count == 0 ? next : null;
    }

    private void MarkSent(QmpOperation operation)
    {
        operation.State = OperationState.Sent;
        if (operation.Id != 0)
        {
            _urgent.Remove(operation);
            _outOfBand.Add(operation.Id, operation);
            return;
        }
        _waiting.Remove(operation);
        _slots.Add(operation);
        _quitSent |= operation.Command == Quit;
        _outgoingDescriptor = operation.TakeDescriptor();
        _descriptorOnTheWire = _outgoingDescriptor is not null;
    }
}
