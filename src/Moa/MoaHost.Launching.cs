using Moa.Images;
using Moa.Launching;
using Moa.Machines;
using Moa.Model;
using Moa.Probing;
using Moa.Storing;

namespace Moa;

/// <content>The steps of a start.</content>
public sealed partial class MoaHost
{
    /// <summary>What this host offers to machines, what it lacks, and how to mend that.</summary>
    public Task<HostReport> ExamineAsync(CancellationToken cancellationToken = default) => HostReport.CreateAsync(
        new HostReportOptions { Home = Places.Home, Runtime = Places.Runtime, Cache = QemuCache, Qemu = Options.Qemu },
        cancellationToken);

    /// <summary>Makes an image anew from the newest packages.</summary>
    /// <inheritdoc cref="ImageStore.BuildAsync"/>
    public Task<Image> BuildImageAsync(string name, IProgress<ImageProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Images.BuildAsync(name, AgentProgram.Find(), progress, cancellationToken);

    internal Task<Image> GetImageAsync(MachineStartOptions options, CancellationToken cancel) =>
        Images.EnsureAsync(options.Image, AgentProgram.Find(), options.Progress, cancel);

    internal Task<QemuBuild> FindQemuAsync(GuestArchitecture? architecture, CancellationToken cancel) =>
        new QemuProbe(QemuCache, Places.Runtime).LoadAsync(QemuFinder.Find(Options.Qemu, (architecture ?? GuestArchitectures.Host).ToString()), cancel);

    private string QemuCache => Path.Combine(Places.Cache, "qemu");

    private async Task<MachinePlan> PlanAsync(MachineSpec spec, MachineId id, MachineStartOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Places.Prepare();
        return await MachinePlanner.PlanAsync(spec, id, options, this, cancel).ConfigureAwait(false);
    }

    private async Task<Machine> LaunchAsync(MachineRecord record, MachinePlan plan, CancellationToken cancel)
    {
        var numbers = plan.CommandLine.Descriptors.ToDictionary(static descriptor => descriptor.Name, static descriptor => descriptor.Number);
        var process = await QemuProcess.StartAsync(
            new QemuStartInfo
            {
                FileName = plan.Qemu.Path,
                Arguments = plan.CommandLine.Arguments,
                Id = record.Id.ToString(),
                RuntimeFolder = RuntimeFolderOf(record),
                DataFolder = FolderOf(record),
                Temporary = record.Temporary,
                QmpNumber = numbers[MachineWiring.Monitor],
                AgentNumber = numbers[MachineWiring.Agent],
                SerialNumber = numbers[MachineWiring.Console],
            },
            cancel).ConfigureAwait(false);
        return new Machine(this, record, process) { Plan = plan };
    }
}
