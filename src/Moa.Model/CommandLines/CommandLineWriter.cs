using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Collects the options of a machine, gives them their order and keeps its ids apart.</summary>
internal sealed partial class CommandLineWriter
{
    private const int FirstDescriptor = 3;

    // execve(2), MAX_ARG_STRLEN without the NUL at the end.
    private const int LongestArgument = 131071;

    // docs/command-line.md explains the order. QEMU itself makes objects, character devices and block nodes before
    // devices wherever they stand; among devices the order is the spec's.
    private static readonly ImmutableArray<string> Order =
    [
        "-name", "-no-user-config", "-nodefaults", "-sandbox", "-machine", "-accel", "-cpu", "-smp", "-m", "-uuid",
        "-smbios", "-rtc", "-bios", "-boot", "-kernel", "-initrd", "-dtb", "-append", "-fw_cfg", "-global", "-object",
        "-chardev", "-mon", "-serial", "-blockdev", "-netdev", "-device", "-display", "-action", "-S",
    ];

    private readonly List<CommandLineOption> options = [];
    private readonly List<CommandLineDescriptor> descriptors = [];
    private readonly List<CommandLineDevice> devices = [];
    private readonly Dictionary<string, string> ids = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly List<SpecProblem> problems = [];

    private CommandLineWriter(MachineSpec machine) => Transport = VirtioTransport.Of(machine);

    /// <summary>How the machine carries virtio devices.</summary>
    public VirtioTransport Transport { get; }

    /// <summary>The command line of a spec without problems.</summary>
    public static CommandLine Write(MachineSpec machine)
    {
        var writer = new CommandLineWriter(machine);
        machine.Write(writer);
        var options = new List<CommandLineOption>();
        foreach (var name in Order)
            options.AddRange(writer.options.FindAll(option => option.Name == name));
        foreach (var argument in machine.ExtraArguments)
            options.Add(new CommandLineOption(argument, null));
        return new CommandLine(options, [.. writer.descriptors], [.. writer.devices]);
    }

    /// <summary>What shows only when the options are written: ids that are given twice, options that are too long.</summary>
    public static IReadOnlyList<SpecProblem> Check(MachineSpec machine)
    {
        var writer = new CommandLineWriter(machine);
        machine.Write(writer);
        foreach (var option in writer.options)
        {
            if (option.Value is not null && Encoding.UTF8.GetByteCount(option.Value) is var length && length > LongestArgument)
                writer.problems.Add(new SpecProblem(
                    "", $"The option {option.Name} has {length} bytes; Linux lets an argument have {LongestArgument}.")
                {
                    Rule = SpecRules.ArgumentLength,
                });
        }
        return writer.problems;
    }

    /// <summary>An option without a value.</summary>
    public void Flag(string option) => Add(option, null);

    /// <summary>An option whose value QEMU takes as it is; nothing when there is no value.</summary>
    public void Plain(string option, string? value)
    {
        if (value is not null)
            Add(option, value);
    }

    /// <summary>An option of keys and values; nothing when there are none.</summary>
    public void Keyval(string option, string? first, JsonObject values)
    {
        if (first is not null || values.Count > 0)
            Add(option, OptionSyntax.Keyval(first, values));
    }

    /// <summary>An option that takes JSON.</summary>
    public void Json(string option, JsonObject values) => Add(option, OptionSyntax.Json(values));

    /// <summary>The next id for a thing of this type that has none: <c>virtio-blk0</c>.</summary>
    public string NextId(string type)
    {
        counts.TryGetValue(type, out var count);
        counts[type] = count + 1;
        return $"{type}{count}";
    }

    /// <summary>Takes the id of a place, which nothing else of the space may have.</summary>
    public string TakeId(string space, Place place)
    {
        var key = $"{space} {place.Id}";
        if (!ids.TryAdd(key, place.Path))
        {
            var message = $"{ids[key]} is a {space} with the id {SpecText.Quote(place.Id)} as well. Give one of them another.";
            problems.Add(new SpecProblem(place.Path, message) { Rule = SpecRules.UniqueId });
        }
        return place.Id;
    }

    /// <summary>The number of an inherited descriptor.</summary>
    public long Descriptor(string name, string path)
    {
        TakeId(IdSpace.Descriptor, new Place(path, name));
        var descriptor = new CommandLineDescriptor(name, FirstDescriptor + descriptors.Count);
        descriptors.Add(descriptor);
        return descriptor.Number;
    }

    private void Add(string name, string? value)
    {
        if (!Order.Contains(name))
            throw new InvalidOperationException($"{name} has no place in the order of options.");
        options.Add(new CommandLineOption(name, value));
    }
}
