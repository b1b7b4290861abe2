using System.Globalization;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The place of a device on a PCI bus: <c>05.0</c>, both numbers hexadecimal as in lspci.</summary>
public readonly record struct PciAddress
{
    /// <summary>Makes an address of a slot, 0 to 31, and a function, 0 to 7.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public PciAddress(int slot, int function = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, 31);
        ArgumentOutOfRangeException.ThrowIfNegative(function);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(function, 7);
        (Slot, Function) = (slot, function);
    }

    /// <summary>The slot, 0 to 31.</summary>
    public int Slot { get; }

    /// <summary>The function, 0 to 7.</summary>
    public int Function { get; }

    internal static ParsedShape<PciAddress> Shape { get; } = new(
        "A PCI address is a slot and a function, hexadecimal: 05.0; slots go to 1f, functions to 7.",
        default, text => TryParse(text));

    /// <summary>Reads <c>05.0</c> or <c>5</c>; null when the text is no address.</summary>
    public static PciAddress? TryParse(string text)
    {
        var parts = text.Split('.');
        return parts.Length <= 2
            && TryParse(parts[0], 31, out var slot)
            && TryParse(parts.Length == 2 ? parts[1] : "0", 7, out var function)
                ? new PciAddress(slot, function)
                : null;
    }

    /// <summary>The address as QEMU writes it.</summary>
    public override string ToString() => $"{Slot:x2}.{Function:x}";

    private static bool TryParse(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
        && text.Length <= 2 && number <= most;
}
