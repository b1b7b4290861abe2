using System.Globalization;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>An Ethernet address of one network device: <c>52:54:00:12:34:56</c>.</summary>
public readonly record struct MacAddress
{
    private const long Multicast = 1L << 40;
    private const long Most = (1L << 48) - 1;

    /// <summary>Makes one from its 48 bits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more bits, or is the address of a group.</exception>
    public MacAddress(long bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, Most);
        ArgumentOutOfRangeException.ThrowIfNotEqual(bits & Multicast, 0, nameof(bits));
        Bits = bits;
    }

    /// <summary>The 48 bits, the first byte the most significant.</summary>
    public long Bits { get; }

    internal static ParsedShape<MacAddress> Shape { get; } = new(
        "A MAC address looks like 52:54:00:12:34:56; the first byte is even.", default, text => TryParse(text));

    /// <summary>
    /// Reads six bytes, hexadecimal, with colons or dashes between; null when the text is no address of one device.
    /// </summary>
    public static MacAddress? TryParse(string text)
    {
        var parts = text.Split(text.Contains('-', StringComparison.Ordinal) ? '-' : ':');
        if (parts.Length != 6)
            return null;
        var bits = 0L;
        foreach (var part in parts)
        {
            if (part.Length != 2
                || !byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                return null;
            bits = (bits << 8) | value;
        }
        return (bits & Multicast) == 0 ? new MacAddress(bits) : null;
    }

    /// <summary>The address with colons.</summary>
    public override string ToString()
    {
        var digits = Bits.ToString("x12", CultureInfo.InvariantCulture);
        return string.Join(':', digits.Chunk(2).Select(pair => new string(pair)));
    }
}
