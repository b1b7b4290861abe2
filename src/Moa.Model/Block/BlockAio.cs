namespace Moa.Model;

/// <summary>How QEMU does input and output on a file (QAPI block-core, BlockdevAioOptions).</summary>
public enum BlockAio
{
    /// <summary>On a pool of threads.</summary>
    Threads,

    /// <summary>With Linux AIO; needs cache direct.</summary>
    Native,

    /// <summary>With io_uring.</summary>
    IoUring,
}
