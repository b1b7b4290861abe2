namespace Moa.Qmp.Tests;

/// <summary>With QEMU 10, where <c>./test</c> has fetched it.</summary>
public sealed class Qemu10Tests() : RealQemuTests(
    Environment.GetEnvironmentVariable("MOA_TEST_QEMU10") is { } path && File.Exists(path) ? path : null);
