using System.Net.Sockets;
using System.Text;

namespace Moa.Qmp.Tests;

/// <summary>What happens on a socket that is full.</summary>
public sealed class TransportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_descriptor_waits_for_room_behind_white_space()
    {
        var folder = Directory.CreateTempSubdirectory("moa-");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder.FullName, "s")));
        listener.Listen();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(listener.LocalEndPoint!, Token);
        using var peer = await listener.AcceptAsync(Token);
        using var transport = new SocketTransport(socket);
        using var file = File.OpenHandle("/dev/null");
        var command = Encoding.ASCII.GetBytes($"{{\"execute\":\"getfd\",\"x\":\"{new string('x', 500_000)}\"}}");
        var filler = new byte[4096];
        Array.Fill(filler, (byte)'-');
        socket.Blocking = false;
        var filled = 0;
        var error = SocketError.Success;
        while (error == SocketError.Success)
            filled += socket.Send(filler, SocketFlags.None, out error);

        var sending = transport.SendAsync(command, file).AsTask();
        Assert.False(sending.IsCompleted);
        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (received.Length < filled || !Ends(received, command))
            received.Write(buffer, 0, await peer.ReceiveAsync(buffer, Token));
        await sending;

        var between = Encoding.ASCII.GetString(received.ToArray()[filled..^command.Length]);
        Assert.NotEmpty(between);
        Assert.Equal("", between.Trim(' '));
        folder.Delete(recursive: true);
    }

    private static bool Ends(MemoryStream stream, byte[] bytes) => stream.ToArray().AsSpan().EndsWith(bytes);
}
