namespace Moa.Qmp;

/// <summary>A token that is cancelled by the caller's or when a limit of ours runs out.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        _limit = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
