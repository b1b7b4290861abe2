namespace Moa.Qmp;

/// <summary>Where a command is in its life. Changes under the session's lock only.</summary>
internal enum OperationState
{
    /// <summary>Being prepared, or over and free to be used again.</summary>
    Idle,

    /// <summary>In line; not a byte of it was sent and it can be taken out.</summary>
    Waiting,

    /// <summary>Handed to the operating system, or about to be; its reply will come.</summary>
    Sent,
}
