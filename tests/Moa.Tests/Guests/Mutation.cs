namespace Moa.Tests.Guests;

/// <summary>Damages bytes at random, the same way in every run.</summary>
internal static class Mutation
{
    /// <summary>How many damaged streams a test tries.</summary>
    public static int Count { get; } = Environment.GetEnvironmentVariable("MOA_SOAK") == "1" ? 1_000_000 : 50_000;

    /// <summary>A copy with one to four places changed, removed, doubled or cut.</summary>
    public static byte[] Of(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > 0; i--)
        {
            var place = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - place);
            switch (random.Next(6))
            {
                case 0:
                    bytes[place] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[place] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(place, length);
                    break;
                case 3:
                    bytes.InsertRange(place, bytes.GetRange(place, length));
                    break;
                case 4:
                    bytes.InsertRange(place, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    bytes.RemoveRange(place, bytes.Count - place);
                    break;
            }
        }

        return [.. bytes];
    }
}
