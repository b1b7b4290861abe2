using System.Diagnostics;
using System.Text;

namespace Moa.Cli.Tests;

/// <summary>
/// The command <c>moa</c> as a user has it, with a home and a runtime folder of its own. Images are shared between
/// tests, since making one takes a while. Disposing checks that nothing is left behind.
/// </summary>
internal sealed class MoaCommand : IDisposable
{
    private static readonly string s_shared = Path.Combine(Repository.Root, "artifacts", "test-home");
    private readonly string _folder = Directory.CreateTempSubdirectory("moa-").FullName;
    private readonly Dictionary<string, string?> _environment;

    public MoaCommand()
    {
        Home = Path.Combine(_folder, "home");
        Runtime = Path.Combine(_folder, "run");
        Directory.CreateDirectory(Home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var shared in (ReadOnlySpan<string>)["images", "cache"])
        {
            var target = Directory.CreateDirectory(Path.Combine(s_shared, shared)).FullName;
            Directory.CreateSymbolicLink(Path.Combine(Home, shared), target);
        }
        _environment = new()
        {
            ["MOA_HOME"] = Home,
            ["MOA_RUNTIME"] = Runtime,
            ["MOA_QEMU"] = null,
            ["NO_COLOR"] = "1",
        };
    }

    public string Home { get; }

    public string Runtime { get; }

    /// <summary>A folder for the test's own files.</summary>
    public string Folder => _folder;

    public MoaCommand With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    public Task<Outcome> RunAsync(params string[] arguments) => RunAsync(ReadOnlyMemory<byte>.Empty, arguments);

    public async Task<Outcome> RunAsync(ReadOnlyMemory<byte> input, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = ReadAsync(process.StandardOutput.BaseStream);
        var error = ReadAsync(process.StandardError.BaseStream);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command did not want it all; what matters is what it made of it.
            Assert.False(input.IsEmpty);
        }
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Outcome(process.ExitCode, await output, Encoding.UTF8.GetString(await error));
    }

    /// <summary>Starts the command and leaves its streams to the caller.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Moa.Cli"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in _environment)
            start.Environment[variable] = value;
        return Process.Start(start)!;
    }

    /// <summary>The pids of processes that were started, however indirectly, by this instance's commands.</summary>
    public IEnumerable<int> Processes() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where name.All(char.IsAsciiDigit) && EnvironmentOf(folder).Contains(Runtime, StringComparison.Ordinal)
        select int.Parse(name, System.Globalization.CultureInfo.InvariantCulture);

    public void Dispose()
    {
        var processes = Processes().ToList();
        foreach (var pid in processes)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        var sockets = Directory.Exists(Runtime) ? Directory.GetFileSystemEntries(Runtime) : [];
        var machines = Path.Combine(Home, "machines");
        var records = Directory.Exists(machines) ? Directory.GetDirectories(machines) : [];
        Directory.Delete(_folder, recursive: true);
        Assert.Empty(processes);
        Assert.Empty(sockets);
        Assert.Empty(records);
    }

    private static string EnvironmentOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, TestContext.Current.CancellationToken);
        return buffer.ToArray();
    }
}
