using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class HostReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_that_runs_the_tests_has_no_failure()
    {
        var report = await CreateAsync(Qemus.Installed);
        Assert.DoesNotContain(report.Findings, static finding => finding.State == HostState.Failure);
        Assert.Contains(report.Findings, static finding => finding is { Name: "qemu", State: HostState.Ok } && finding.Detail.Contains("QEMU 7.2", StringComparison.Ordinal));
        Assert.Contains(report.Findings, static finding => finding is { Name: "tcg", State: HostState.Ok });
        foreach (var name in (string[])["kernel", "libc", "kvm", "sandbox", "memory", "data folder", "runtime folder", "qemu-img", "xorriso", "image tools", "vhost-vsock", "tun"])
            Assert.Contains(report.Findings, finding => finding.Name == name);
    }

    [Fact]
    public async Task A_missing_QEMU_is_a_failure_with_the_command_that_installs_it()
    {
        var report = await CreateAsync("/nowhere/qemu");
        Assert.Equal(HostState.Failure, report.State);
        var finding = Assert.Single(report.Findings, static finding => finding.State == HostState.Failure);
        Assert.Equal("qemu", finding.Name);
        Assert.Contains("'/nowhere/qemu', which is not there", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_no_QEMU_is_a_failure_in_its_own_words()
    {
        var report = await CreateAsync(_folder.Script("qemu", "echo broken >&2; exit 1\n"));
        Assert.Contains(report.Findings, static finding => finding is { Name: "qemu", State: HostState.Failure } && finding.Detail.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_a_failure()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        Assert.Equal(HostState.Ok, HostFacts.Folder("data folder", Path.Combine(_folder.Path, "new", "deeper"), "MOA_HOME").State);
        Assert.Equal(HostState.Failure, HostFacts.Folder("data folder", "/proc/nowhere", "MOA_HOME").State);
    }

    [Theory]
    [InlineData("2.36", HostState.Ok)]
    [InlineData("2.34", HostState.Ok)]
    [InlineData("2.31", HostState.Failure)]
    [InlineData(null, HostState.Failure)]
    public void The_C_library_must_be_a_late_glibc(string? version, HostState expected) =>
        Assert.Equal(expected, HostFacts.CLibrary(version).State);

    [Fact]
    public void A_device_that_is_not_there_is_a_warning_with_what_it_would_be_good_for()
    {
        var finding = HostFacts.Device("vhost-vsock", "/dev/nowhere", "sockets between host and guest (vsock)", "sudo modprobe vhost_vsock");
        Assert.Equal(new HostFinding("vhost-vsock", HostState.Warning, "/dev/nowhere is not there: no sockets between host and guest (vsock)", "sudo modprobe vhost_vsock"), finding);
    }

    private Task<HostReport> CreateAsync(string qemu) => HostReport.CreateAsync(
        new HostReportOptions
        {
            Home = _folder.Path,
            Runtime = _folder.Runtime,
            Cache = Path.Combine(_folder.Path, "cache"),
            Qemu = qemu,
            Architecture = "x86_64",
        },
        Cancel);
}
