namespace Moa.Keeper;

/// <summary>
/// Where queues get their memory: a small and a large array are put by for whichever needs one next, until the keeper is
/// idle. There is one thread, so nothing guards them.
/// </summary>
internal static class Buffers
{
    /// <summary>The longest piece of an output queue.</summary>
    public const int LargestPiece = 256 << 10;

    private const int Smallest = 4 << 10;
    private const int LargestKept = 8 << 20;
    private static byte[] smallSpare = [];
    private static byte[] largeSpare = [];

    /// <summary>Whether memory was taken since <see cref="Tidy"/> that may not be needed any more.</summary>
    public static bool IsUntidy { get; private set; }

    /// <summary>An array of at least that size, with anything in it.</summary>
    public static byte[] Take(int size)
    {
        ref var spare = ref size <= LargestPiece ? ref smallSpare : ref largeSpare;
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
        ref var spare = ref array.Length <= LargestPiece ? ref smallSpare : ref largeSpare;
        if (array.Length > spare.Length && array.Length <= LargestKept)
            spare = array;
    }

    /// <summary>Gives memory that is not needed back to the system.</summary>
    public static void Tidy()
    {
        smallSpare = largeSpare = [];
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        IsUntidy = false;
    }
}
