namespace Moa.Launching;

/// <summary>The machine that was to be started runs already. Nothing was changed.</summary>
public sealed class MachineRunningException : MoaException
{
    internal MachineRunningException(string id, string message) : base(message) => Id = id;

    /// <summary>The machine's id.</summary>
    public string Id { get; }
}
