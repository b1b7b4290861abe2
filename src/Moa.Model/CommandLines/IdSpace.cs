namespace Moa.Model.CommandLines;

/// <summary>Where QEMU keeps ids: two things of one space cannot share one.</summary>
internal static class IdSpace
{
    public const string Device = "device";
    public const string Chardev = "character device";
    public const string Netdev = "network backend";
    public const string BlockNode = "block node";
    public const string Monitor = "monitor";
    public const string Object = "object";
    public const string Descriptor = "descriptor";
}
