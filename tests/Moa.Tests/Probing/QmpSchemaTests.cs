using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class QmpSchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task A_schema_answers_what_callers_ask(string qemu)
    {
        var cancel = TestContext.Current.CancellationToken;
        var build = await new QemuProbe(_folder.Path, _folder.Runtime).LoadAsync(qemu, cancel);
        var schema = await build.GetSchemaAsync(cancel);
        var ten = qemu == Qemus.Ten;

        Assert.True(schema.HasCommand("blockdev-add"));
        Assert.False(schema.HasCommand("SHUTDOWN"));
        Assert.True(schema.HasEvent("SHUTDOWN"));
        Assert.InRange(schema.Commands.Count(), 200, 300);
        Assert.True(schema.HasArgument("blockdev-add", "driver"));
        Assert.True(schema.HasArgument("blockdev-add", "+qcow2.lazy-refcounts"));
        Assert.True(schema.HasArgument("blockdev-add", "+qcow2.file.+file.filename")); // through an alternate
        Assert.True(schema.HasArgument("blockdev-add", "+nbd.server.+unix.path"));
        Assert.False(schema.HasArgument("blockdev-add", "+qcow2.nonesuch"));
        Assert.False(schema.HasArgument("blockdev-add", "+nonesuch"));
        Assert.Equal(ten, schema.HasArgument("migrate", "channels.addr")); // through an array
        Assert.True(schema.HasReturn("query-status", "running"));
        Assert.Equal(!ten, schema.HasReturn("query-status", "singlestep"));
        Assert.True(schema.HasReturn("query-machines", "cpu-max"));
        Assert.Contains("qcow2", schema.EnumValues("blockdev-add", "driver"));
        Assert.Equal(ten, schema.EnumValues("migrate-set-capabilities", "capabilities.capability").Contains("mapped-ram"));
        Assert.True(schema.HasFeature("query-cpus-fast", "deprecated") || schema.HasFeature("query-sgx", "deprecated") || schema.HasFeature("x-query-ramblock", "unstable"));
        Assert.False(schema.HasFeature("quit", "deprecated"));
        Assert.Throws<ArgumentException>(() => schema.HasArgument("blockdev-add", ""));
    }
}
