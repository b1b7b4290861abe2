namespace Moa.Model;

/// <summary>A board that QEMU keeps as it was in each of its versions.</summary>
public abstract record VersionedMachine : MachineType
{
    /// <summary>
    /// The version of QEMU whose board this is, such as <c>7.2</c>; null for the newest. A machine that is to be saved
    /// or migrated must name one.
    /// </summary>
    public string? Version { get; init; }

    internal override string QemuName => Version is null ? NewestName : $"{VersionedName}-{Version}";

    /// <summary>The name without a version.</summary>
    private protected abstract string NewestName { get; }

    /// <summary>The name before a version.</summary>
    private protected virtual string VersionedName => NewestName;
}
