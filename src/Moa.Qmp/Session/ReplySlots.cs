namespace Moa.Qmp;

/// <summary>
/// The commands whose in-band replies are due, oldest first. QEMU answers strictly in order and gets no id, so a command
/// that nobody waits for any more keeps its slot until its reply has come.
/// </summary>
internal sealed class ReplySlots
{
    /// <summary>
    /// QEMU queues as many; with one more it would stop reading and could not be reached out of band
    /// (QMP_REQ_QUEUE_LEN_MAX).
    /// </summary>
    public const int Capacity = 8;

    private readonly Slot[] _slots = new Slot[Capacity];
    private int _first;

    public int Count { get; private set; }

    public void Add(QmpOperation operation)
    {
        _slots[(_first + Count) % Capacity] = new Slot(operation, operation.Command);
        Count++;
    }

    /// <summary>Takes the oldest slot; its operation is null when nobody waits.</summary>
    public (QmpOperation? Operation, string Command) Take()
    {
        var slot = _slots[_first];
        _slots[_first] = default;
        _first = (_first + 1) % Capacity;
        Count--;
        return (slot.Operation, slot.Command);
    }

    /// <summary>Forgets who waits, but not that a reply is due.</summary>
    public void Abandon(QmpOperation operation)
    {
        for (var i = 0; i < Capacity; i++)
        {
            if (_slots[i].Operation == operation)
                _slots[i] = _slots[i] with { Operation = null };
        }
    }

    public QmpOperation? this[int index] => _slots[(_first + index) % Capacity].Operation;

    private readonly record struct Slot(QmpOperation? Operation, string Command);
}
