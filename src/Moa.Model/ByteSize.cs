using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Moa.Model;

/// <summary>
/// A number of bytes, 0 to 2^63-1. Written as QEMU does: a whole number, then K, M, G, T, P or E for powers of 1024;
/// without a letter it is bytes.
/// </summary>
public readonly record struct ByteSize : IComparable<ByteSize>
{
    private const string Units = "KMGTPE";

    /// <summary>A size of this many bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ByteSize(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        Bytes = bytes;
    }

    /// <summary>The size in bytes.</summary>
    public long Bytes { get; }

    /// <summary>A size in units of 1024 * 1024 bytes.</summary>
    /// <exception cref="OverflowException">It is more than 2^63-1 bytes.</exception>
    public static ByteSize FromMebibytes(long mebibytes) => new(checked(mebibytes * (1L << 20)));

    /// <summary>A size in units of 1024 * 1024 * 1024 bytes.</summary>
    /// <exception cref="OverflowException">It is more than 2^63-1 bytes.</exception>
    public static ByteSize FromGibibytes(long gibibytes) => new(checked(gibibytes * (1L << 30)));

    /// <summary>Reads <c>512M</c>, <c>1G</c> or a number of bytes.</summary>
    /// <exception cref="FormatException">The text is no size; the message says what one looks like.</exception>
    public static ByteSize Parse(string text) =>
        TryParse(text, out var size) ? size : throw new FormatException($"{SpecText.Quote(text)} is no size. {Format}");

    /// <summary>Reads <c>512M</c>, <c>1G</c> or a number of bytes; false when the text is no size.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ByteSize size)
    {
        size = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var unit = Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1;
        var digits = unit == 0 ? text.AsSpan() : text.AsSpan(..^1);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        var bytes = (Int128)number << (10 * unit);
        if (bytes > long.MaxValue)
            return false;
        size = new ByteSize((long)bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The size in the largest unit that is exact: <c>512M</c>, <c>1536M</c>, <c>1000</c>.</summary>
    public override string ToString()
    {
        var (number, unit) = (Bytes, 0);
        while (number != 0 && number % 1024 == 0 && unit < Units.Length)
            (number, unit) = (number / 1024, unit + 1);
        var text = number.ToString(CultureInfo.InvariantCulture);
        return unit == 0 ? text : text + Units[unit - 1];
    }

    /// <summary>True when the left size is smaller.</summary>
    public static bool operator <(ByteSize left, ByteSize right) => left.Bytes < right.Bytes;

    /// <summary>True when the left size is larger.</summary>
    public static bool operator >(ByteSize left, ByteSize right) => left.Bytes > right.Bytes;

    /// <summary>True when the left size is not larger.</summary>
    public static bool operator <=(ByteSize left, ByteSize right) => left.Bytes <= right.Bytes;

    /// <summary>True when the left size is not smaller.</summary>
    public static bool operator >=(ByteSize left, ByteSize right) => left.Bytes >= right.Bytes;

    internal const string Format = "A size is a whole number, then K, M, G, T, P or E: 512M, 1G; without a letter, bytes.";
}
