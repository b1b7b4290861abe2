using System.Diagnostics;
using System.Globalization;
using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class AcceleratorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Machines
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var qemu in Qemus.Paths)
            {
                data.Add(qemu, "q35");
                data.Add(qemu, "pc");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public async Task The_trial_guest_passes_on_a_processor_that_works(string qemu, string machine) =>
        Assert.Null(await Trial(qemu, TrialGuest.Rom(), machine).RunAsync("tcg", null, Cancel));

    [Fact]
    public async Task A_guest_that_hangs_is_told_with_the_step_it_hangs_in()
    {
        var problem = await Trial(Qemus.Installed, Rom(0xeb, 0xfe), stall: TimeSpan.FromMilliseconds(200)).RunAsync("tcg", null, Cancel); // 1: jmp 1b
        Assert.Equal("a trial guest hangs in real mode", problem);
    }

    [Fact]
    public async Task A_guest_that_resets_ends_the_trial()
    {
        var problem = await Trial(Qemus.Installed, Rom(0xb0, 0xfe, 0xe6, 0x64, 0xf4)).RunAsync("tcg", null, Cancel); // outb $0xfe, $0x64
        Assert.StartsWith("a trial guest ends in real mode", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_processor_that_computes_wrongly_is_told()
    {
        var problem = await Trial(Qemus.Installed, Rom(0xba, 0xf8, 0x03, 0xb0, (byte)'!', 0xee, 0xf4)).RunAsync("tcg", null, Cancel);
        Assert.Equal("a trial guest gets wrong results in real mode", problem);
    }

    [Fact]
    public async Task A_QEMU_that_refuses_to_start_is_told_with_its_words()
    {
        var problem = await Trial(Qemus.Installed, TrialGuest.Rom()).RunAsync("tcg", "nonesuch", Cancel);
        Assert.Contains("nonesuch", problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Qemus.All), MemberType = typeof(Qemus))]
    public async Task KVM_is_believed_only_when_a_guest_ran_under_it(string qemu)
    {
        var build = await new QemuProbe(_folder.Path, _folder.Runtime).LoadAsync(qemu, Cancel);
        var verdict = await build.TryAcceleratorAsync("kvm", cancellationToken: Cancel);
        var choice = await build.ChooseAcceleratorAsync(null, Cancel);
        // Whatever this host is: the verdict, the choice and the refusal agree.
        Assert.Equal(verdict.State == AcceleratorState.Fails ? "tcg" : "kvm", choice.Accelerator);
        Assert.Contains(verdict.Reason, choice.Reason, StringComparison.Ordinal);
        if (verdict.State == AcceleratorState.Fails)
        {
            var refusal = await Assert.ThrowsAsync<AcceleratorUnavailableException>(() => build.ChooseAcceleratorAsync("kvm", Cancel));
            Assert.Contains(verdict.Reason, refusal.Message, StringComparison.Ordinal);
        }
        Assert.Equal(verdict, await build.TryAcceleratorAsync("kvm", cancellationToken: Cancel));
    }

    [Fact]
    public async Task KVM_that_imitates_the_processor_is_found_out()
    {
        Assert.SkipUnless(Directory.Exists("/sys/module/kvm_pvm") && KvmDevice.Try().Problem is null, "needs a host whose KVM is kvm_pvm");
        var build = await new QemuProbe(_folder.Path, _folder.Runtime).LoadAsync(Qemus.Installed, Cancel);
        var verdict = await build.TryAcceleratorAsync("kvm", cancellationToken: Cancel);
        Assert.Equal(AcceleratorState.Fails, verdict.State);
        Assert.Contains("(kvm_pvm) does not run ordinary guests: a trial guest ends in exceptions and page faults: KVM internal error", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accelerator_that_is_not_compiled_in_is_refused()
    {
        var build = await new QemuProbe(_folder.Path, _folder.Runtime).LoadAsync(Qemus.Installed, Cancel);
        var failure = await Assert.ThrowsAsync<AcceleratorUnavailableException>(() => build.ChooseAcceleratorAsync("hvf", Cancel));
        Assert.Contains("built without hvf", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trial_guest_is_assembled_from_its_source()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/as") && File.Exists("/usr/bin/objcopy") && QemuTarget.Host == "x86_64", "needs binutils for x86");
        var assembled = Path.Combine(_folder.Path, "assembled");
        using var assembler = Process.Start(Path.Combine(Qemus.Root(), "eng", "build-trial-guest"), [assembled]);
        await assembler.WaitForExitAsync(Cancel);
        Assert.Equal(0, assembler.ExitCode);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(Qemus.Root(), "src", "Moa", "Probing", "TrialGuest.bin"), Cancel),
            await File.ReadAllBytesAsync(assembled, Cancel));
    }

    [Fact]
    public void Every_step_of_the_trial_guest_has_words() =>
        Assert.Equal(TrialGuest.Steps, Enumerable.Range(0, TrialGuest.Steps).Select(TrialGuest.Describe).Distinct().Count());

    private AcceleratorTrial Trial(string qemu, byte[] rom, string machine = "q35", TimeSpan? stall = null)
    {
        var file = Path.Combine(_folder.Path, string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():n}.rom"));
        File.WriteAllBytes(file, rom);
        return new AcceleratorTrial(qemu, _folder.Runtime, machine, file) { StallLimit = stall ?? TimeSpan.FromSeconds(2) };
    }

    private static byte[] Rom(params byte[] program)
    {
        var rom = TrialGuest.Rom();
        program.CopyTo(rom, 0);
        return rom;
    }
}
