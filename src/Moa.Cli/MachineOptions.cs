using System.CommandLine;
using Moa.Machines;
using Moa.Model;
using Moa.Storing;

namespace Moa.Cli;

/// <summary>The options that say what a machine is, as <c>run</c> and <c>create</c> have them.</summary>
internal sealed class MachineOptions
{
    private readonly Option<string?> _name = new("--name") { Description = "The machine's name. Default: one is invented.", HelpName = "NAME" };
    private readonly Option<int?> _cpus = new("--cpus") { Description = "Virtual CPUs. Default: 1.", HelpName = "N" };
    private readonly Option<ByteSize?> _memory = CreateMemory();
    private readonly Option<string?> _accel = new("--accel") { Description = "auto, kvm or tcg. Default: auto, which is kvm where guests run under it.", HelpName = "ACCEL" };
    private readonly Option<string?> _machine = new("--machine") { Description = "q35, pc or microvm, also with a version as in pc-q35-7.2. Default: q35.", HelpName = "TYPE" };
    private readonly Option<string?> _cpu = new("--cpu") { Description = "The CPU model, as QEMU names it. Default: host under kvm, else QEMU's.", HelpName = "MODEL" };
    private readonly Option<string?> _kernel = new("--kernel") { Description = "Boot this kernel instead of an image.", HelpName = "FILE" };
    private readonly Option<string?> _initrd = new("--initrd") { Description = "The initial RAM disk of --kernel.", HelpName = "FILE" };
    private readonly Option<string[]> _append = new("--append") { Description = "Kernel arguments, added to the image's.", HelpName = "ARGUMENTS" };
    private readonly Option<string[]> _disk = new("--disk") { Description = "A disk: FILE[,format=raw|qcow2][,readonly]; a comma in FILE is doubled.", HelpName = "FILE" };
    private readonly Option<string?> _net = new("--net") { Description = "user (the guest reaches what the host reaches) or none. Default: user.", HelpName = "MODE" };
    private readonly Option<string[]> _publish = new("--publish", "-p") { Description = "Forward a port of this host: [ADDR:]HOST:GUEST[/udp].", HelpName = "PORTS" };
    private readonly Option<string?> _file = new("--file", "-f") { Description = "Take the machine from a spec; the options above win over it.", HelpName = "SPEC" };

    public Option<string?> Qemu { get; } = CreateQemu();

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Print what QEMU would get, and start nothing." };

    public static Option<string?> CreateQemu() => new("--qemu")
    {
        Description = "The QEMU to use. Default: MOA_QEMU, else qemu-system-* from PATH.",
        HelpName = "PATH",
    };

    public void AddTo(Command verb)
    {
        _accel.AcceptOnlyFromAmong("auto", "kvm", "tcg");
        _net.AcceptOnlyFromAmong("user", "none");
        ReadOnlySpan<Option> options =
            [_name, _cpus, _memory, _accel, _machine, _cpu, _kernel, _initrd, _append, _disk, _net, _publish, _file, Qemu, DryRun];
        foreach (var option in options)
            verb.Options.Add(option);
    }

    /// <summary>The machine that the options describe.</summary>
    /// <exception cref="MoaConfigurationException">An option says something that cannot be.</exception>
    public MachineSpec ReadSpec(Invocation call)
    {
        var spec = call.Get(_file) is { } file ? SpecFile.Read(file) : new MachineSpec();
        if (call.Get(_cpus) is { } cpus)
            spec = spec with { Smp = new Smp { Cpus = cpus } };
        if (call.Get(_memory) is { } memory)
            spec = spec with { Memory = new Memory { Size = memory } };
        if (call.Get(_cpu) is { } model)
            spec = spec with { Cpu = new Cpu { Model = model } };
        if (call.Get(_accel) is { } accelerator)
            spec = spec with { Accelerator = AcceleratorOf(accelerator) };
        if (call.Get(_machine) is { } machine)
            spec = spec with { Machine = MachineTypeText.Read(machine) };
        if (call.Get(_kernel) is { } kernel)
            spec = spec with { Kernel = new Kernel { File = Path.GetFullPath(kernel), Initrd = FullPath(call.Get(_initrd)) } };
        else if (call.Get(_initrd) is not null)
            throw new MoaConfigurationException("--initrd goes with --kernel.");

        return spec with { Devices = [.. spec.Devices, .. (call.Get(_disk) ?? []).Select(DiskText.Read), .. Network(call, spec)] };
    }

    /// <summary>How a machine of these options is started.</summary>
    public MachineStartOptions ReadStart(Invocation call, string? image) => new()
    {
        Name = call.Get(_name),
        Image = image ?? MachineDefaults.Image,
        KernelArguments = [.. (call.Get(_append) ?? []).SelectMany(static text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))],
    };

    /// <summary>The network card of --net and -p; none beside one that the spec has.</summary>
    private IEnumerable<Device> Network(Invocation call, MachineSpec spec)
    {
        var forwards = (call.Get(_publish) ?? []).Select(ForwardText.Read).ToList();
        var none = call.Get(_net) == "none";
        if (forwards.Count > 0 && (none || spec.Devices.Any(static device => device is VirtioNet)))
            throw new MoaConfigurationException("-p needs the network of --net user; where a spec has a network card, its hostfwd forwards ports.");
        return none || spec.Devices.Any(static device => device is VirtioNet) ? [] : [MachineDefaults.Network(forwards)];
    }

    private static Accelerator AcceleratorOf(string name) => name switch
    {
        "kvm" => new KvmAccelerator(),
        "tcg" => new TcgAccelerator(),
        _ => new AutoAccelerator(),
    };

    private static string? FullPath(string? path) => path is null ? null : Path.GetFullPath(path);

    private static Option<ByteSize?> CreateMemory() => new("--memory", "-m")
    {
        Description = "Memory: a number with M or G. Default: 256M.",
        HelpName = "SIZE",
        CustomParser = static result =>
        {
            var text = result.Tokens[0].Value;
            // A bare number is MiB, as QEMU's -m has it.
            if (ByteSize.TryParse(char.IsAsciiDigit(text[^1]) ? text + "M" : text, out var size))
                return size;
            result.AddError($"'{text}' is no size of memory: write a number with M or G, as in 512M.");
            return null;
        },
    };
}
