using System.Text.Json;

namespace Moa.Qmp.Tests;

/// <summary>What a client costs, against QEMU in a process of its own.</summary>
[Collection(Alone.Name)]
public sealed class ResourceTests
{
#if DEBUG
    // A debug build allocates the state machine of every asynchronous method, suspended or not.
    private const int MostBytesPerCall = 500;
#else
    private const int MostBytesPerCall = 200;
#endif

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decoded_call_allocates_next_to_nothing()
    {
        const int Calls = 2_000;
        await using var qemu = new RealQemu(RealQemu.Installed);
        await using var client = await qemu.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        QmpDecoder<string?> decode = ReadStatus;
        for (var n = 0; n < 500; n++)
            await client.ExecuteAsync("query-status", decode, cancellationToken: cancel.Token);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var n = 0; n < Calls; n++)
            await client.ExecuteAsync("query-status", decode, cancellationToken: cancel.Token);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.InRange(allocated / Calls, 0, MostBytesPerCall);
    }

    [Fact]
    public async Task Connections_that_ended_leave_no_descriptor_behind()
    {
        await using var qemu = new RealQemu(RealQemu.Installed);
        await (await qemu.ConnectAsync()).DisposeAsync();
        var before = Descriptors();
        for (var n = 0; n < 100; n++)
        {
            await using var client = await qemu.ConnectAsync();
            using var events = client.Subscribe();
            await client.ExecuteAsync("query-status", cancellationToken: Token);
            _ = client.ExecuteAsync("query-qmp-schema", cancellationToken: Token).AsTask().ContinueWith(
                static call => call.Exception, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Assert.InRange(Descriptors(), 0, before + 2);
    }

    private static int Descriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    private static string? ReadStatus(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("status"u8))
                continue;
            reader.Read();
            return reader.GetString();
        }
        throw new FormatException("There is no status.");
    }
}
