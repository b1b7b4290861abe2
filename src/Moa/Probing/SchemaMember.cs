namespace Moa.Probing;

/// <summary>A member of an object or a branch of a union in QEMU's schema.</summary>
internal readonly record struct SchemaMember(string Name, string Type, IReadOnlyList<string> Features);
