using System.Text.Json;
using Moa.Images;
using Moa.Machines;
using Moa.Model;
using Moa.Storing;

namespace Moa;

/// <summary>
/// This computer as a place for machines: its QEMU, its images, its machines. Cheap to make; several may exist for the
/// same folders, in any number of processes.
/// </summary>
public sealed partial class MoaHost
{
    private static readonly Lazy<MoaHost> s_default = new(static () => new MoaHost());

    /// <summary>A host with the folders that the options or the environment name. Nothing is touched until it is used.</summary>
    public MoaHost(MoaHostOptions? options = null)
    {
        Options = options ?? new MoaHostOptions();
        Places = new MoaPlaces(Options.Home, Options.Runtime);
        Images = new ImageStore(Places.Images, Path.Combine(Places.Cache, "packages"));
        Machines = new MachineStore(Places, Options.Time);
    }

    /// <summary>The host with all defaults.</summary>
    public static MoaHost Default => s_default.Value;

    /// <summary>Where it keeps its files.</summary>
    public MoaPlaces Places { get; }

    /// <summary>The images that machines boot.</summary>
    public ImageStore Images { get; }

    /// <summary>The records of its machines.</summary>
    public MachineStore Machines { get; }

    internal MoaHostOptions Options { get; }

    internal TimeProvider Time => Options.Time;

    /// <summary>Starts a machine.</summary>
    /// <param name="spec">What it is. What it does not say, <see cref="MachineDefaults"/> and QEMU say.</param>
    /// <param name="options">How it is started.</param>
    /// <param name="cancellationToken">Ends the start; nothing is left then.</param>
    /// <returns>The machine, its QEMU up and its CPUs running; the guest may still be booting.</returns>
    /// <exception cref="MachineSpecException">The spec has problems; nothing was started.</exception>
    /// <exception cref="Moa.Probing.QemuNotFoundException">There is no QEMU.</exception>
    /// <exception cref="Moa.Launching.QemuLaunchException">QEMU refused, with its own words.</exception>
    /// <exception cref="MachineConflictException">The name is taken.</exception>
    public async Task<Machine> StartAsync(MachineSpec spec, MachineStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new MachineStartOptions();
        var id = MachineId.Create();
        var plan = await PlanAsync(spec, id, options, cancellationToken).ConfigureAwait(false);
        var record = Record(id, spec, options);
        try
        {
            return await LaunchAsync(record, plan, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Machines.Remove(id);
            throw;
        }
    }

    /// <summary>Starts a machine that was recorded before and does not run.</summary>
    /// <exception cref="MachineConflictException">It runs already.</exception>
    /// <inheritdoc cref="StartAsync(MachineSpec, MachineStartOptions?, CancellationToken)"/>
    public async Task<Machine> StartAsync(MachineRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        using var acting = Lock(record);
        if (await TryAttachAsync(record, cancellationToken).ConfigureAwait(false) is { } running)
        {
            await running.DisposeAsync().ConfigureAwait(false);
            throw new MachineConflictException($"'{record.Name}' runs already.");
        }
        var options = new MachineStartOptions { Name = record.Name, Temporary = false, Image = record.Image ?? MachineDefaults.Image, KernelArguments = record.KernelArguments };
        var plan = await PlanAsync(record.ReadSpec(), record.Id, options, cancellationToken).ConfigureAwait(false);
        return await LaunchAsync(record, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records a machine without starting it. The spec is checked as for a start.</summary>
    /// <inheritdoc cref="StartAsync(MachineSpec, MachineStartOptions?, CancellationToken)"/>
    public async Task<MachineRecord> CreateAsync(MachineSpec spec, MachineStartOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new MachineStartOptions()) with { Temporary = false };
        var id = MachineId.Create();
        await PlanAsync(spec, id, options, cancellationToken).ConfigureAwait(false);
        return Record(id, spec, options);
    }

    /// <summary>Holds a spec against the model, the files it names and this host's QEMU. Nothing is made or started.</summary>
    /// <inheritdoc cref="StartAsync(MachineSpec, MachineStartOptions?, CancellationToken)"/>
    public async Task CheckAsync(MachineSpec spec, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Places.Prepare();
        await MachinePlanner.CheckAsync(spec, this, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Decides and checks all that a start would do, and does nothing.</summary>
    /// <inheritdoc cref="StartAsync(MachineSpec, MachineStartOptions?, CancellationToken)"/>
    public Task<MachinePlan> PlanAsync(MachineSpec spec, MachineStartOptions? options = null, CancellationToken cancellationToken = default) =>
        PlanAsync(spec, default, options ?? new MachineStartOptions(), cancellationToken);

    /// <summary>Removes a machine and all that is kept of it.</summary>
    /// <param name="record">The machine.</param>
    /// <param name="force">True: a machine that runs is killed first.</param>
    /// <param name="cancellationToken">Ends the wait for a machine to end.</param>
    /// <exception cref="MachineConflictException">It runs, and <paramref name="force"/> is false.</exception>
    public async Task RemoveAsync(MachineRecord record, bool force = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        using var acting = Lock(record);
        if (await TryAttachAsync(record, cancellationToken).ConfigureAwait(false) is { } running)
        {
            await using var _ = running.ConfigureAwait(false);
            if (!force)
                throw new MachineConflictException($"'{record.Name}' is running. 'moa stop {record.Name}' first, or 'moa rm --force {record.Name}'.");
            await running.StopAsync(new StopOptions { Force = true }, cancellationToken).ConfigureAwait(false);
        }
        Machines.Remove(record.Id);
    }

    private MachineRecord Record(MachineId id, MachineSpec spec, MachineStartOptions options) =>
        Machines.Create(id, options.Name ?? spec.Name, (name, created) => new MachineRecord
        {
            Id = id,
            Name = name,
            Created = created,
            Temporary = options.Temporary,
            Image = MachinePlanner.BootsImage(spec) ? options.Image : null,
            Spec = JsonSerializer.Deserialize<JsonElement>(SpecWriter.WriteJson(spec), StoreJson.Default.JsonElement),
            KernelArguments = options.KernelArguments,
        });

    /// <summary>Held by whoever changes a machine's state; waits for others, who hold it for a moment.</summary>
    private Interop.Linux.FolderLock Lock(MachineRecord record) =>
        Interop.Linux.FolderLock.TryTake(FolderOf(record), wait: true) ?? throw new MachineNotFoundException(record.Name, null);
}
