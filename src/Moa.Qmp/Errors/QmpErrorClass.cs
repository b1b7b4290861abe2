namespace Moa.Qmp;

/// <summary>The error classes of QEMU 7.2 to 10.2 (QAPI enum <c>QapiErrorClass</c>, module <c>error</c>).</summary>
public static class QmpErrorClass
{
    /// <summary>Everything that has no class of its own, which is nearly everything.</summary>
    public const string GenericError = "GenericError";

    /// <summary>
    /// The command does not exist, is disabled, or is not allowed in the present mode (before
    /// <c>qmp_capabilities</c>, in preconfig, by <c>-compat</c>).
    /// </summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>The device is not active.</summary>
    public const string DeviceNotActive = "DeviceNotActive";

    /// <summary>There is no such device.</summary>
    public const string DeviceNotFound = "DeviceNotFound";

    /// <summary>The host's KVM lacks what the command needs.</summary>
    public const string KvmMissingCapability = "KVMMissingCap";
}
