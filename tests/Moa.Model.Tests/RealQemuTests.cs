namespace Moa.Model.Tests;

/// <summary>What QEMU makes of our command lines: the installed one, and QEMU 10 where there is one. The CPUs do not run.</summary>
public sealed class RealQemuTests
{
    public static TheoryData<string, bool> Goldens
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var name in Repository.GoldenNames)
            {
                data.Add(name, false);
                data.Add(name, true);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task Qemu_takes_the_golden_command_lines(string name, bool isQemu10)
    {
        var spec = Repository.ReadGolden(name);
        var program = RealQemu.Find(spec.EffectiveArch.QemuName, isQemu10);
        using var folder = new QemuFolder();

        await using var qemu = await RealQemu.StartAsync(program, folder.Path, Arguments(spec));

        Assert.Empty((await qemu.QuitAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    // The test has QEMU's standard input and output, and hands over no descriptors.
    private static IEnumerable<string> Arguments(MachineSpec spec) =>
        CommandLine.From(spec).Arguments.Select(argument =>
            argument.Replace("stdio,id=serial0", "null,id=serial0", StringComparison.Ordinal)
                .Replace(",fd=", ",path=", StringComparison.Ordinal));
}
