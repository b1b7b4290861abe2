namespace Moa.Model.Tests;

/// <summary>What the installed QEMU makes of our command lines. The CPUs do not run.</summary>
public sealed class RealQemuTests
{
    public static TheoryData<string> Names => [.. Repository.GoldenNames];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Qemu_takes_the_golden_command_lines(string name)
    {
        var spec = Repository.ReadGolden(name);
        var program = $"qemu-system-{spec.EffectiveArch.QemuName}";
        Assert.SkipWhen(RealQemu.Missing(program) is not null, RealQemu.Missing(program) ?? "");
        using var folder = new QemuFolder();

        await using var qemu = await RealQemu.StartAsync(program, folder.Path, Arguments(spec));

        Assert.Empty((await qemu.QuitAsync()).Split((char)10, StringSplitOptions.RemoveEmptyEntries));
    }

    // The test has QEMU's standard input and output, and hands over no descriptors.
    private static IEnumerable<string> Arguments(MachineSpec spec) =>
        CommandLine.From(spec).Arguments.Select(argument =>
            argument.Replace("stdio,id=serial0", "null,id=serial0", StringComparison.Ordinal)
                .Replace(",fd=", ",path=", StringComparison.Ordinal));
}
