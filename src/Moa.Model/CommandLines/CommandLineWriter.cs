using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Moa.Model.CommandLines;
using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>Collects the options of a machine, gives them their order and keeps its ids apart.</summary>
internal sealed partial class CommandLineWriter
{
    private const int FirstDescriptor = 3;

    // docs/command-line.md explains the order. QEMU itself makes objects, character devices and block nodes before
    // devices wherever they stand; among devices the order is the spec's.
    private static readonly ImmutableArray<string> Order =
    [
        "-name", "-no-user-config", "-nodefaults", "-sandbox", "-machine", "-accel", "-cpu", "-smp", "-m", "-uuid",
        "-smbios", "-rtc", "-bios", "-boot", "-kernel", "-initrd", "-dtb", "-append", "-fw_cfg", "-global", "-object",
        "-chardev", "-mon", "-serial", "-blockdev", "-netdev", "-device", "-display", "-action", "-S",
    ];

    private readonly List<ImmutableArray<string>> options = [];
    private readonly List<CommandLineDescriptor> descriptors = [];
    private readonly List<CommandLineDevice> devices = [];
    private readonly Dictionary<(IdSpace, string), string> ids = [];
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
        var ordered = writer.options.OrderBy(option => Order.IndexOf(option[0])).ToList();
        ordered.AddRange(machine.ExtraArguments.Select(argument => ImmutableArray.Create(argument)));
        return new CommandLine([.. ordered], [.. writer.descriptors], [.. writer.devices]);
    }

    /// <summary>The ids that are given twice.</summary>
    public static IReadOnlyList<SpecProblem> CheckIds(MachineSpec machine)
    {
        var writer = new CommandLineWriter(machine);
        machine.Write(writer);
        return writer.problems;
    }

    /// <summary>An option without a value.</summary>
    public void Flag(string option) => Add(option);

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
        var count = counts.GetValueOrDefault(type);
        counts[type] = count + 1;
        return $"{type}{count}";
    }

    /// <summary>Takes the id of a place, which nothing else of the space may have.</summary>
    public string TakeId(IdSpace space, Place place)
    {
        if (!ids.TryAdd((space, place.Id), place.Path))
        {
            var message = $"The id {SpecText.Quote(place.Id)} is taken by {ids[(space, place.Id)]}. Give one of them another id.";
            problems.Add(new SpecProblem(place.Path, message) { Rule = SpecRules.UniqueId });
        }
        return place.Id;
    }

    /// <summary>The number of an inherited descriptor.</summary>
    public int Descriptor(string name, string path)
    {
        TakeId(IdSpace.Descriptor, new Place(path, name));
        var descriptor = new CommandLineDescriptor(name, FirstDescriptor + descriptors.Count);
        descriptors.Add(descriptor);
        return descriptor.Number;
    }

    private void Add(params ImmutableArray<string> option)
    {
        if (!Order.Contains(option[0]))
            throw new InvalidOperationException($"{option[0]} has no place in the order of options.");
        options.Add(option);
    }
}
