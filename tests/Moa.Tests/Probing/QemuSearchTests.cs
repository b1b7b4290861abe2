using Moa.Probing;

namespace Moa.Tests.Probing;

public sealed class QemuSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_path_given_comes_first()
    {
        var given = _folder.Script("given", "");
        _environment["MOA_QEMU"] = _folder.Script("named", "");
        Assert.Equal(given, Search().Find(given, "x86_64"));
    }

    [Fact]
    public void MOA_QEMU_comes_before_PATH()
    {
        _environment["MOA_QEMU"] = _folder.Script("named", "");
        _environment["PATH"] = _folder.Path;
        _folder.Script("qemu-system-x86_64", "");
        Assert.Equal(_environment["MOA_QEMU"], Search().Find(null, "x86_64"));
    }

    [Fact]
    public void MOA_QEMU_may_be_a_folder()
    {
        var expected = _folder.Script("qemu-system-riscv64", "");
        _environment["MOA_QEMU"] = _folder.Path;
        Assert.Equal(expected, Search().Find(null, "riscv64"));
    }

    [Fact]
    public void A_name_without_a_slash_is_looked_for_in_PATH()
    {
        var expected = _folder.Script("my-qemu", "");
        _environment["PATH"] = _folder.Path;
        Assert.Equal(expected, Search().Find("my-qemu", "x86_64"));
    }

    [Theory]
    [InlineData("x86_64", "qemu-system-x86_64")]
    [InlineData("amd64", "qemu-system-x86_64")]
    [InlineData("arm64", "qemu-system-aarch64")]
    [InlineData("ppc64le", "qemu-system-ppc64")]
    [InlineData("riscv64", "qemu-system-riscv64")]
    [InlineData("s390x", "qemu-system-s390x")]
    public void An_architecture_has_QEMUs_name_in_the_program(string architecture, string program)
    {
        var expected = _folder.Script(program, "");
        _environment["PATH"] = _folder.Path;
        Assert.Equal(expected, Search().Find(null, architecture));
    }

    [Fact]
    public void Red_Hats_qemu_kvm_is_found_in_a_usual_folder()
    {
        var expected = _folder.Script("qemu-kvm", "");
        Assert.Equal(expected, Search(usual: _folder.Path).Find(null, QemuTarget.Host));
    }

    [Fact]
    public void A_program_is_listed_once_even_behind_a_link()
    {
        var program = _folder.Script("qemu-system-x86_64", "");
        var linked = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(linked, "qemu-system-x86_64"), program);
        _environment["PATH"] = $"{_folder.Path}:{linked}";
        Assert.Equal([program], Search().FindAll("x86_64"));
    }

    [Fact]
    public void What_is_given_and_missing_is_named_with_its_source()
    {
        var failure = Assert.Throws<QemuNotFoundException>(() => Search().Find("/nowhere/qemu", "x86_64"));
        Assert.Contains("The path given for QEMU names '/nowhere/qemu', which is not there.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_MOA_QEMU_names_and_is_missing_is_named_with_its_source()
    {
        _environment["MOA_QEMU"] = "/nowhere/qemu";
        var failure = Assert.Throws<QemuNotFoundException>(() => Search().Find(null, "x86_64"));
        Assert.Contains("MOA_QEMU names '/nowhere/qemu', which is not there.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_executable_is_said_to_be_that()
    {
        var path = Path.Combine(_folder.Path, "qemu");
        File.WriteAllText(path, "");
        var failure = Assert.Throws<QemuNotFoundException>(() => Search().Find(path, "x86_64"));
        Assert.Contains("is not executable", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ID=debian", "x86_64", "apt-get install qemu-system-x86")]
    [InlineData("ID=ubuntu\nID_LIKE=debian", "aarch64", "apt-get install qemu-system-arm")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "riscv64", "apt-get install qemu-system")]
    [InlineData("ID=fedora", "x86_64", "dnf install qemu-system-x86")]
    [InlineData("ID=arch", "riscv64", "pacman -S qemu-system-riscv")]
    [InlineData("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"", "aarch64", "zypper install qemu-arm")]
    [InlineData("ID=alpine", "x86_64", "apk add qemu-system-x86_64")]
    public void A_missing_QEMU_comes_with_the_command_that_installs_it(string release, string architecture, string command)
    {
        var failure = Assert.Throws<QemuNotFoundException>(() => Search(release).Find(null, architecture));
        Assert.EndsWith(command, failure.InstallCommand, StringComparison.Ordinal);
        Assert.EndsWith(command, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_an_unknown_distribution_the_message_says_what_to_look_for()
    {
        var failure = Assert.Throws<QemuNotFoundException>(() => Search("ID=plan9").Find(null, "x86_64"));
        Assert.Null(failure.InstallCommand);
        Assert.EndsWith("Install QEMU 7.2 or later for x86_64 guests, or name it with --qemu or MOA_QEMU.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_could_leave_the_folder_is_refused() =>
        Assert.Throws<ArgumentException>(() => Search().Find(null, "../x86_64"));

    private QemuSearch Search(string release = "ID=debian", string? usual = null) =>
        new(_environment.GetValueOrDefault, usual is null ? [] : [usual], Distribution.FromText(release));
}
