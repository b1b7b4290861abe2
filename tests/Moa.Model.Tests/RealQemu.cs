using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Moa.Model.Tests;

/// <summary>A real QEMU with its CPUs stopped, and a QMP session on its standard input and output.</summary>
internal sealed class RealQemu : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private RealQemu(Process process) => (this.process, errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>
    /// The QEMU of an architecture: the installed one, or the one that <c>MOA_TEST_QEMU10</c> names (./test sets it).
    /// Skips the test when there is none.
    /// </summary>
    public static string Find(string architecture, bool isQemu10)
    {
        var name = $"qemu-system-{architecture}";
        var program = isQemu10
            ? Environment.GetEnvironmentVariable("MOA_TEST_QEMU10")
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        var isThere = File.Exists(program) && Path.GetFileName(program) == name;
        Assert.SkipUnless(isThere, isQemu10 ? $"MOA_TEST_QEMU10 names no {name}." : $"{name} is not installed.");
        return program!;
    }

    /// <summary>Starts QEMU in a folder; fails with what QEMU says when it does not come up.</summary>
    public static async Task<RealQemu> StartAsync(string program, string folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, ["-S", "-chardev", "stdio,id=test", "-mon", "chardev=test,mode=control", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var qemu = new RealQemu(Process.Start(start)!);
        try
        {
            await qemu.ReadAsync();
            await qemu.ExecuteAsync("qmp_capabilities");
            return qemu;
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command and returns what it returns.</summary>
    public async Task<JsonNode> ExecuteAsync(string command, JsonObject? arguments = null)
    {
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
            request["arguments"] = arguments;
        try
        {
            await process.StandardInput.WriteLineAsync(request.ToJsonString());
        }
        catch (IOException)
        {
            throw new InvalidOperationException($"QEMU ended: {await errors}");
        }
        while (true)
        {
            var reply = await ReadAsync();
            if (reply["return"] is { } result)
                return result.DeepClone();
            if (reply["error"] is { } error)
                throw new InvalidOperationException($"{command}: {error["desc"]}");
        }
    }

    /// <summary>A property of the object of this path.</summary>
    public Task<JsonNode> GetAsync(string path, string property) =>
        ExecuteAsync("qom-get", new JsonObject { ["path"] = path, ["property"] = property });

    /// <summary>Ends QEMU and returns what it wrote to its standard error.</summary>
    public async Task<string> QuitAsync()
    {
        await ExecuteAsync("quit");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await errors;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private async Task<JsonNode> ReadAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return line is null
            ? throw new InvalidOperationException($"QEMU ended: {await errors}")
            : JsonNode.Parse(line)!;
    }
}
