namespace Moa.Qmp;

/// <summary>Why a connection ended.</summary>
public enum QmpDisconnectReason
{
    /// <summary>The client was disposed.</summary>
    Disposed,

    /// <summary>QEMU closed the connection after it was sent <c>quit</c>.</summary>
    Quit,

    /// <summary>The peer closed the connection: QEMU ended, or something cut the monitor off.</summary>
    ClosedByPeer,

    /// <summary>The operating system reported an error.</summary>
    Lost,

    /// <summary>The peer sent what cannot be understood while replies were due, so that these can no longer be matched.</summary>
    ProtocolViolation,
}
