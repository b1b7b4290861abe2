namespace Moa.Probing;

/// <summary>
/// A program for the bare machine that tries what a kernel relies on (TrialGuest.S). It reports on the first serial port
/// of a PC, a letter for each step it has passed.
/// </summary>
internal static class TrialGuest
{
    /// <summary>What the guest writes when it has passed every step.</summary>
    public const byte Done = (byte)'.';

    /// <summary>What it writes when the processor did something wrong.</summary>
    public const byte Wrong = (byte)'!';

    private const int RomSize = 64 * 1024;
    private const int ResetVector = RomSize - 16;

    private static readonly string[] s_steps =
    [
        "real mode",
        "protected mode",
        "64-bit mode with paging",
        "CPUID, model specific registers and the time stamp counter",
        "exceptions and page faults",
        "x87, SSE and 16-byte atomic instructions",
        "string I/O",
        "28 million plain instructions",
        "the interval timer's interrupts while halted",
        "the local APIC timer's interrupts while halted",
        "user mode, interrupts there and system calls",
    ];

    /// <summary>The number of steps.</summary>
    public static int Steps => s_steps.Length;

    /// <summary>What the guest does in a step, for people.</summary>
    /// <param name="step">The step, from 0.</param>
    public static string Describe(int step) => step < s_steps.Length ? s_steps[step] : "the end";

    /// <summary>The step that a letter of the guest's reports as passed; null for what is no such letter.</summary>
    public static int? StepOf(byte letter) => letter - 'a' is var step && step >= 0 && step < s_steps.Length ? step : null;

    /// <summary>The firmware image for <c>-bios</c>: the program at the start, a jump to it at the reset vector.</summary>
    public static byte[] Rom()
    {
        using var resource = typeof(TrialGuest).Assembly.GetManifestResourceStream("Moa.TrialGuest.bin")!;
        var rom = new byte[RomSize];
        rom.AsSpan().Fill(0xf4); // hlt
        resource.ReadExactly(rom.AsSpan(0, (int)resource.Length));
        ReadOnlySpan<byte> jump = [0xea, 0x00, 0x00, 0x00, 0xf0]; // ljmp $0xf000, $0
        jump.CopyTo(rom.AsSpan(ResetVector));
        return rom;
    }
}
