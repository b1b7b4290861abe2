namespace Moa.Model;

/// <summary>A file descriptor that QEMU expects to inherit.</summary>
/// <param name="Name">What it is: the name given to <see cref="DescriptorChardev"/>.</param>
/// <param name="Number">The number under which QEMU must find it, from 3 up.</param>
public sealed record CommandLineDescriptor(string Name, int Number);
