namespace Moa.Qmp.Tests;

/// <summary>With the host's own QEMU.</summary>
public sealed class InstalledQemuTests() : RealQemuTests(RealQemu.Installed);
