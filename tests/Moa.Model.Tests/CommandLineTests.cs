namespace Moa.Model.Tests;

/// <summary>
/// Whole command lines: <c>Golden/NAME.yaml</c> becomes <c>Golden/NAME.args</c>. <c>MOA_ACCEPT_GOLDEN=1</c> writes the
/// latter anew.
/// </summary>
public sealed class CommandLineTests
{
    public static TheoryData<string> Names => [.. Repository.GoldenNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_spec_becomes_the_command_line_beside_it(string name)
    {
        var spec = Repository.ReadGolden(name);
        var actual = CommandLine.From(spec).ToShellString($"qemu-system-{spec.EffectiveArch.QemuName}") + "\n";
        var file = Path.Combine(Repository.Golden, name + ".args");
        if (Environment.GetEnvironmentVariable("MOA_ACCEPT_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void Descriptors_are_numbered_from_3_in_the_order_of_their_options() =>
        Assert.Equal(
            [new("qmp", 3), new("serial", 4), new("agent", 5)],
            CommandLine.From(Repository.ReadGolden("run")).Descriptors);
}
