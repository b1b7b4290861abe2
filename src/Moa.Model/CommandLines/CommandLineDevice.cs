using System.Collections.Immutable;

namespace Moa.Model;

/// <summary>A device on a command line, for checks against what a build of QEMU knows.</summary>
/// <param name="Driver">The driver: <c>virtio-blk-pci</c>.</param>
/// <param name="Path">Where it comes from in the spec: <c>devices[2]</c>.</param>
/// <param name="Properties">The names of the properties that are set, in QEMU's words; not <c>id</c> and <c>bus</c>.</param>
internal sealed record CommandLineDevice(string Driver, string Path, ImmutableArray<string> Properties);
