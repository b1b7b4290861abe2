namespace Moa.Qmp;

/// <content>Giving up: a caller's cancellation and our limits. One timer serves all commands.</content>
internal sealed partial class CommandSession
{
    private ITimer? _limitTimer;
    private long _limitTimerAt = long.MaxValue;

    private void Cancel(QmpOperation operation, CancellationToken token)
    {
        lock (_gate)
        {
            if (!Abandon(operation))
                return;
        }
        operation.Fail(new OperationCanceledException(token));
        Send();
    }

    /// <summary>Takes an operation out of its line or, once sent, away from its reply; false when it is over already.</summary>
    private bool Abandon(QmpOperation operation)
    {
        switch (operation.State)
        {
            case OperationState.Waiting when operation.Id == 0:
                _waiting.Remove(operation);
                break;
            case OperationState.Waiting:
                _urgent.Remove(operation);
                break;
            case OperationState.Sent when operation.Id == 0:
                _slots.Abandon(operation);
                break;
            case OperationState.Sent:
                _outOfBand.Remove(operation.Id);
                break;
            default:
                return false;
        }
        operation.State = OperationState.Idle;
        return true;
    }

    private void ArmLimitTimer(long deadline)
    {
        if (deadline >= _limitTimerAt)
            return;
        _limitTimerAt = deadline;
        if (_limitTimer is null)
        {
            // The timer lives as long as the session and must not keep the first caller's context.
            var flows = !ExecutionContext.IsFlowSuppressed();
            if (flows)
                ExecutionContext.SuppressFlow();
            try
            {
                _limitTimer = _clock.CreateTimer(
                    static session => ((CommandSession)session!).OnLimit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            finally
            {
                if (flows)
                    ExecutionContext.RestoreFlow();
            }
        }
        var due = _clock.GetElapsedTime(_clock.GetTimestamp(), deadline);
        _limitTimer.Change(due > TimeSpan.Zero ? due + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void OnLimit()
    {
        var expired = new List<(QmpOperation Operation, bool Sent)>();
        lock (_gate)
        {
            if (_end is not null)
                return;
            var now = _clock.GetTimestamp();
            var next = long.MaxValue;
            foreach (var operation in Pending())
            {
                if (operation.Deadline > now)
                    next = Math.Min(next, operation.Deadline);
                else
                    expired.Add((operation, operation.State == OperationState.Sent));
            }
            foreach ((var operation, _) in expired)
                Abandon(operation);
            _limitTimerAt = long.MaxValue;
            ArmLimitTimer(next);
        }
        foreach ((var operation, var sent) in expired)
        {
            var what = sent
                ? "QEMU may still carry it out; the connection works on."
                : "It was waiting in line and is not sent any more; the connection works on.";
            operation.Fail(new MoaTimeoutException(operation.Command, operation.Limit,
                $"'{operation.Command}' was not answered within {operation.Limit.TotalSeconds} s. {what}"));
        }
        if (expired.Count > 0)
            Send();
    }

    private IEnumerable<QmpOperation> Pending()
    {
        for (var operation = _urgent.First; operation is not null; operation = operation.Next)
            yield return operation;
        for (var operation = _waiting.First; operation is not null; operation = operation.Next)
            yield return operation;
        foreach (var operation in _outOfBand.Values)
            yield return operation;
        for (var i = 0; i < _slots.Count; i++)
        {
            if (_slots[i] is { } operation)
                yield return operation;
        }
    }
}
