using System.Net.Sockets;
using System.Text;

namespace Moa.Keeper.Tests;

/// <summary>The barest QMP client: lines, so that tests see what really is on the wire.</summary>
internal sealed class QmpTestClient : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private StreamReader? reader;

    public Socket Socket => socket;

    public string Greeting { get; private set; } = "";

    public List<string> Events { get; } = [];

    /// <summary>Connects, reads the greeting and negotiates.</summary>
    public static async Task<QmpTestClient> ConnectAsync(string path, CancellationToken cancellationToken, bool outOfBand = false)
    {
        var client = await OpenAsync(path, cancellationToken);
        var enable = outOfBand ? ",\"arguments\":{\"enable\":[\"oob\"]}" : "";
        Assert.Contains("\"return\"", await client.CommandAsync("{\"execute\":\"qmp_capabilities\"" + enable + "}", cancellationToken));
        return client;
    }

    /// <summary>Connects and reads the greeting.</summary>
    public static async Task<QmpTestClient> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var client = new QmpTestClient();
        await client.socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        client.reader = new StreamReader(new NetworkStream(client.socket), Encoding.UTF8);
        client.Greeting = await client.ReadLineAsync(cancellationToken) ?? "";
        Assert.Contains("\"QMP\"", client.Greeting);
        return client;
    }

    public async Task SendAsync(string text, CancellationToken cancellationToken) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None, cancellationToken);

    /// <summary>Sends a command and returns the next message that is no event.</summary>
    public async Task<string> CommandAsync(string command, CancellationToken cancellationToken)
    {
        await SendAsync(command, cancellationToken);
        return await ReplyAsync(cancellationToken);
    }

    /// <summary>The next message that is no event.</summary>
    public async Task<string> ReplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken) ?? throw new EndOfStreamException();
            if (!line.Contains("\"event\": ", StringComparison.Ordinal))
                return line;
            Events.Add(line);
        }
    }

    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken) => await reader!.ReadLineAsync(cancellationToken);

    public void Dispose()
    {
        reader?.Dispose();
        socket.Dispose();
    }
}
