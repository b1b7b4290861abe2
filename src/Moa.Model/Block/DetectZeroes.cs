namespace Moa.Model;

/// <summary>What becomes of zeroes that the guest writes (QAPI block-core, BlockdevDetectZeroesOptions).</summary>
public enum DetectZeroes
{
    /// <summary>They are written.</summary>
    Off,

    /// <summary>They are recognised and written as cheaply as the image can.</summary>
    On,

    /// <summary>They are discarded, where discard is unmap.</summary>
    Unmap,
}
