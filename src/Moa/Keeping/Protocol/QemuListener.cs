namespace Moa.Keeping.Protocol;

/// <summary>A socket the keeper binds, connects to, and hands to QEMU under a number.</summary>
internal readonly record struct QemuListener(string Name, int Number);
