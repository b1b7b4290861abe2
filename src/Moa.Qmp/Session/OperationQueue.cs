namespace Moa.Qmp;

/// <summary>Commands in line, first come first served; anyone can leave from the middle.</summary>
internal struct OperationQueue
{
    private QmpOperation? _last;

    public QmpOperation? First { get; private set; }

    public void Add(QmpOperation operation)
    {
        operation.Previous = _last;
        operation.Next = null;
        if (_last is null)
            First = operation;
        else
            _last.Next = operation;
        _last = operation;
    }

    public void Remove(QmpOperation operation)
    {
        if (operation.Previous is null)
            First = operation.Next;
        else
            operation.Previous.Next = operation.Next;
        if (operation.Next is null)
            _last = operation.Previous;
        else
            operation.Next.Previous = operation.Previous;
        operation.Next = operation.Previous = null;
    }
}
