namespace Moa.Cli.Tests;

/// <summary>Mistakes at the prompt that are seen before anything is started.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly MoaCommand _moa = new();

    public void Dispose() => _moa.Dispose();

    [Fact]
    public async Task An_unknown_option_is_named_with_the_nearest() =>
        (await _moa.RunAsync("run", "--memroy", "1G")).IsMistake(2, "'--memroy'", "'--memory'");

    [Fact]
    public async Task An_unknown_verb_is_named_with_the_nearest() => (await _moa.RunAsync("sotp", "web")).IsMistake(2, "'sotp'", "'stop'");

    [Fact]
    public async Task No_verb_is_answered_with_what_to_type() => (await _moa.RunAsync()).IsMistake(2, "moa run -- uname -a");

    [Fact]
    public async Task A_size_that_is_none_is_refused() => (await _moa.RunAsync("run", "--memory", "12Q", "--", "true")).IsMistake(2, "12Q", "512M");

    [Fact]
    public async Task A_machine_that_is_not_there_is_named() => (await _moa.RunAsync("stop", "nobody")).IsMistake(3, "nobody");

    [Fact]
    public async Task A_kernel_that_is_not_there_is_named() =>
        (await _moa.RunAsync("run", "--kernel", "/nowhere/vmlinuz", "--", "true")).IsMistake(3, "/nowhere/vmlinuz");

    [Fact]
    public async Task A_file_that_is_no_kernel_is_told_as_such()
    {
        var file = Path.Combine(_moa.Folder, "kernel");
        await File.WriteAllTextAsync(file, "hello", TestContext.Current.CancellationToken);
        (await _moa.RunAsync("run", "--kernel", file, "--", "true")).IsMistake(125, file, "kernel");
    }

    [Fact]
    public async Task A_runtime_folder_that_is_too_long_is_told_with_the_limit() =>
        (await _moa.With("MOA_RUNTIME", Path.Combine(_moa.Folder, new string('x', 100))).RunAsync("run", "--", "true")).IsMistake(2, "MOA_RUNTIME");

    [Fact]
    public async Task A_qemu_that_is_not_there_is_the_hosts_fault() =>
        (await _moa.RunAsync("run", "--qemu", "/nowhere/qemu", "--", "true")).IsMistake(8, "/nowhere/qemu");

    [Fact]
    public async Task Kvm_that_cannot_run_guests_is_refused_with_the_reason()
    {
        Assert.SkipWhen(await KvmWorksAsync(), "this host's KVM runs guests");
        (await _moa.RunAsync("run", "--accel", "kvm", "--", "true")).IsMistake(8, "kvm");
    }

    [Fact]
    public async Task A_qemu_that_is_too_old_is_the_hosts_fault()
    {
        var old = Path.Combine(_moa.Folder, "qemu-old");
        await File.WriteAllTextAsync(old, OldQemu, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await _moa.With("MOA_QEMU", old).RunAsync("run", "--", "true")).IsMistake(8, "6.2", "7.2");
    }

    [Fact]
    public async Task A_runtime_folder_of_somebody_else_is_refused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can give a folder away");
        Directory.CreateDirectory(_moa.Runtime);
        using (var chown = System.Diagnostics.Process.Start("chown", ["65534", _moa.Runtime]))
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await _moa.RunAsync("run", "--", "true")).IsMistake(5, _moa.Runtime, "65534");
    }

    [Fact]
    public async Task Help_shows_examples()
    {
        var outcome = await _moa.RunAsync("run", "--help");
        Assert.Equal(0, outcome.Code);
        Assert.Contains("Examples:", outcome.Text, StringComparison.Ordinal);
        Assert.Contains("--memory", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_in_a_spec_is_named_with_its_line_and_the_nearest()
    {
        var file = Path.Combine(_moa.Folder, "web.yaml");
        await File.WriteAllTextAsync(file, "name: web\nmemroy: 512M\n", TestContext.Current.CancellationToken);
        (await _moa.RunAsync("validate", file)).IsMistake(2, "web.yaml:2", "memroy", "memory");
    }

    /// <summary>A program that greets as QEMU 6.2 does on the monitor it inherits, and answers nothing else.</summary>
    private const string OldQemu = """
        #!/usr/bin/env python3
        import re, socket, sys
        number = next(int(m.group(1)) for m in (re.search(r'fd=(\d+)', word) for word in sys.argv) if m)
        client, _ = socket.socket(fileno=number).accept()
        client.sendall(b'{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 6}, "package": ""}, "capabilities": ["oob"]}}\r\n')
        while client.recv(4096):
            client.sendall(b'{"return": {}}\r\n')
        """;

    private async Task<bool> KvmWorksAsync() => (await _moa.RunAsync("doctor", "--json")).Text.Contains("\"kvm runs guests\"", StringComparison.Ordinal);
}
