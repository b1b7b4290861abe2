using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Moa.Storing;

/// <summary>What a machine is called where its name may change: 8 hexadecimal digits, random.</summary>
public readonly record struct MachineId
{
    /// <summary>The number of digits.</summary>
    public const int Length = 8;

    private readonly string? _digits;

    private MachineId(string digits) => _digits = digits;

    /// <summary>A new, random id.</summary>
    public static MachineId Create() => new(RandomNumberGenerator.GetHexString(Length, lowercase: true));

    /// <summary>Reads an id; false where the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MachineId id)
    {
        var valid = text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
        id = valid ? new MachineId(text!) : default;
        return valid;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => _digits ?? new string('0', Length);
}
