namespace Moa.Model;

/// <summary>What becomes of blocks that the guest discards (QAPI block-core, BlockdevDiscardOptions).</summary>
public enum BlockDiscard
{
    /// <summary>Nothing.</summary>
    Ignore,

    /// <summary>The image gives them back to the host.</summary>
    Unmap,
}
