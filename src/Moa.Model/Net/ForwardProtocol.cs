namespace Moa.Model;

/// <summary>What a <see cref="HostForward"/> forwards.</summary>
public enum ForwardProtocol
{
    /// <summary>Connections.</summary>
    Tcp,

    /// <summary>Datagrams.</summary>
    Udp,
}
