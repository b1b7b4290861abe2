namespace Moa.Probing;

/// <summary>How a thing on the host is.</summary>
public enum HostState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Machines run; something is slower or missing.</summary>
    Warning,

    /// <summary>Machines do not run.</summary>
    Failure,
}
