namespace Moa.Probing;

/// <summary>A property of a device type (<c>device-list-properties</c>, QAPI struct <c>ObjectPropertyInfo</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">QEMU's name for its type, such as <c>uint32</c> or <c>str</c>; for people.</param>
/// <param name="Description">QEMU's words about it; null for none.</param>
public sealed record QemuProperty(string Name, string Type, string? Description);
