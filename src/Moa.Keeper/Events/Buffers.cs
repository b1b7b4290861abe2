namespace Moa.Keeper;

/// <summary>
/// Where queues get their memory: one array is put by for whichever needs one next, until the keeper is idle. There is
/// one thread, so nothing guards it.
/// </summary>
internal static class Buffers
{
    public const int Smallest = 4 << 10;
    public const int LargestKept = 256 << 10;
    private static byte[] spare = [];

    /// <summary>Whether memory was taken since <see cref="Tidy"/> that may not be needed any more.</summary>
    public static bool IsUntidy { get; private set; }

    /// <summary>An array of at least that size, with anything in it.</summary>
    public static byte[] Take(int size)
    {
        if (spare.Length >= size)
        {
            var taken = spare;
            spare = [];
            return taken;
        }
        IsUntidy |= size > Smallest;
        return GC.AllocateUninitializedArray<byte>(Math.Max(size, Smallest));
    }

    /// <summary>Takes an array back that is not used any more.</summary>
    public static void Return(byte[] array)
    {
        if (array.Length > spare.Length && array.Length <= LargestKept)
            spare = array;
    }

    /// <summary>Gives memory that is not needed back to the system.</summary>
    public static void Tidy()
    {
        spare = [];
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        IsUntidy = false;
    }
}
