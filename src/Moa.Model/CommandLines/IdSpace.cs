namespace Moa.Model.CommandLines;

/// <summary>Where QEMU keeps ids: two things of one space cannot share one.</summary>
internal enum IdSpace
{
    Device,
    Chardev,
    Netdev,
    BlockNode,
    Monitor,
    Object,
    Descriptor,
}
