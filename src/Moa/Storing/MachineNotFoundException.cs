namespace Moa.Storing;

/// <summary>No machine has this name or id.</summary>
public sealed class MachineNotFoundException : MoaException
{
    internal MachineNotFoundException(string name, string? nearest)
        : base($"There is no machine '{name}'." + (nearest is null ? " 'moa ls -a' shows all." : $" Did you mean '{nearest}'?")) =>
        Name = name;

    /// <summary>What was looked for.</summary>
    public string Name { get; }
}
