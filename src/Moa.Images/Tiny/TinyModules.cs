namespace Moa.Images.Tiny;

/// <summary>The kernel modules of the built-in image, by name.</summary>
internal static class TinyModules
{
    /// <summary>Loaded at every boot, before anything else: the way to the host.</summary>
    public static readonly IReadOnlyList<string> Early = ["virtio_pci", "virtio_console"];

    /// <summary>Without these there would be no point in the image.</summary>
    public static readonly IReadOnlyList<string> Required = [.. Early, "virtio_blk", "virtio_net"];

    /// <summary>Taken along where the kernel has them, loaded when something asks.</summary>
    public static readonly IReadOnlyList<string> Welcome =
    [
        "virtio_rng", "virtio_balloon", "virtio_mem", "virtio_scsi", "sd_mod",
        "9p", "9pnet_virtio", "fuse", "virtiofs",
        "ext4", "overlay", "vfat", "isofs", "squashfs", "loop",
        "nls_ascii", "nls_cp437", "nls_iso8859_1", "nls_utf8",
        "crc32c_generic", "crc64_rocksoft", "crct10dif_generic",
        "vsock", "vmw_vsock_virtio_transport", "af_packet",
        "button", "pvpanic_pci", "vmgenid", "qemu_fw_cfg", "tun", "veth",
    ];

    /// <summary>
    /// What these are known to need, so that one reading of the package finds all of it. A kernel that needs others gets
    /// them in a second reading.
    /// </summary>
    public static readonly IReadOnlyList<string> Likely =
    [
        "virtio", "virtio_ring", "virtio_pci_modern_dev", "virtio_pci_legacy_dev", "net_failover", "failover",
        "9pnet", "netfs", "fscache", "jbd2", "mbcache", "crc16", "fat", "cdrom", "pvpanic", "scsi_mod", "scsi_common",
        "t10_pi", "crc_t10dif", "crct10dif_common", "crc64", "vmw_vsock_virtio_transport_common", "rng_core",
    ];
}
