using System.Text;
using System.Text.Json;
using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>
/// Shares QEMU's one monitor between any number of QMP clients. Replies come in the order of the commands, so each goes
/// to the client whose command is at the head of the line. At most eight commands are in QEMU at a time: with more it
/// stops reading, and an out-of-band command could not get through.
/// </summary>
internal sealed class MonitorHub
{
    private const int Window = 8;
    private const int MaxOutOfBand = 256;
    private readonly EventLoop loop;
    private readonly Listener listener;
    private readonly Action<byte[]> ready;
    private readonly MonitorEvents events;
    private readonly Action lost;
    private readonly List<MonitorClient> clients = [];
    private readonly Queue<MonitorClient?> inFlight = [];
    private readonly Dictionary<string, (MonitorClient Client, byte[]? Id)> outOfBand = [];
    private readonly string idPrefix = "moa-" + Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 6)) + "-";
    private MonitorLink link;
    private byte[]? greeting;
    private bool offersOutOfBand;
    private bool negotiated;
    private bool alone;
    private int turn;
    private int nextId;

    /// <param name="loop">The loop.</param>
    /// <param name="path">Where clients connect.</param>
    /// <param name="socket">Connected to <c>qemu.qmp</c>.</param>
    /// <param name="ready">Is given QEMU's greeting once QEMU has answered <c>qmp_capabilities</c>.</param>
    /// <param name="events">Looks at QEMU's events.</param>
    /// <param name="lost">Is called when QEMU has closed its monitor.</param>
    public MonitorHub(EventLoop loop, string path, Descriptor socket, Action<byte[]> ready, MonitorEvents events, Action lost)
    {
        this.loop = loop;
        this.ready = ready;
        this.events = events;
        this.lost = lost;
        link = new MonitorLink(loop, socket, this);
        listener = new Listener(loop, path, OnClient);
    }

    /// <summary>A client's command, or what it sent in place of one.</summary>
    public void OnCommand(MonitorClient client, QmpCommand? command, string problem)
    {
        if (command is null)
        {
            Refuse(client, null, "GenericError", problem);
            return;
        }
        var negotiates = command.Name == "qmp_capabilities";
        if (!client.Negotiated && negotiates)
            Negotiate(client, command);
        else if (!client.Negotiated)
            Refuse(client, command, "CommandNotFound", "Expecting capabilities negotiation with 'qmp_capabilities'");
        else if (negotiates)
            Refuse(client, command, "CommandNotFound", "Capabilities negotiation is already complete, command ignored");
        else if (command.IsOutOfBand && !client.MayGoOutOfBand)
            Refuse(client, command, "GenericError", "QMP input member 'exec-oob' is unexpected");
        else if (command.IsOutOfBand && outOfBand.Count >= MaxOutOfBand)
            Refuse(client, command, "GenericError", "Too many out-of-band commands are without an answer");
        else if (command.IsOutOfBand)
            SendOutOfBand(client, command);
        else
        {
            client.Wait(command);
            Pump();
        }
    }

    /// <summary>A message of QEMU's.</summary>
    public void OnMessage(ReadOnlySpan<byte> message)
    {
        switch (Classify(message))
        {
            case MessageKind.Greeting:
                greeting = message.ToArray();
                offersOutOfBand = message.IndexOf("\"oob\""u8) >= 0;
                inFlight.Enqueue(null);
                link.Send(offersOutOfBand
                    ? "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}"u8
                    : "{\"execute\":\"qmp_capabilities\"}"u8);
                foreach (var client in clients.ToArray())
                    SayLine(client, greeting);
                break;
            case MessageKind.Event:
                events.OnEvent(message);
                foreach (var client in clients.ToArray())
                {
                    if (client.Negotiated)
                        SayLine(client, message);
                }
                break;
            case MessageKind.Reply:
                OnReply(message);
                break;
        }
    }

    /// <summary>Sends what may be sent, in turn between the clients.</summary>
    public void Pump()
    {
        while (negotiated && !alone && inFlight.Count < Window && NextClient() is { } client)
        {
            // QEMU keeps one descriptor that no command has taken yet, so the command for it must be the only one there is.
            if (client.Peek().Descriptor is not null && (inFlight.Count > 0 || link.Queued > 0))
                return;
            var command = client.Take();
            turn = clients.IndexOf(client) + 1;
            inFlight.Enqueue(client);
            using var descriptor = command.Descriptor;
            alone = descriptor is not null;
            link.Send(command.Bytes, descriptor);
        }
    }

    public void OnLeft(MonitorClient client)
    {
        clients.Remove(client);
        // Its commands that QEMU has keep their places; the replies go nowhere.
        for (var i = inFlight.Count; i > 0; i--)
        {
            var owner = inFlight.Dequeue();
            inFlight.Enqueue(owner == client ? null : owner);
        }
        Pump();
    }

    public void OnLinkClosed()
    {
        negotiated = false;
        foreach (var client in clients.ToArray())
            client.End();
        lost();
    }

    /// <summary>
    /// Begins again with a new connection to QEMU, for clients to come. False when the last one brought nothing, and this
    /// would not either.
    /// </summary>
    public bool Reconnect(Func<Descriptor> connect)
    {
        if (greeting is null)
            return false;
        greeting = null;
        alone = false;
        inFlight.Clear();
        outOfBand.Clear();
        link = new MonitorLink(loop, connect(), this);
        return true;
    }

    /// <summary>QEMU has ended: passes on what it said last, then end-of-file.</summary>
    public void Finish()
    {
        link.ReadToEnd();
        link.Close();
        listener.Close();
    }

    private void OnClient(Descriptor socket)
    {
        var client = new MonitorClient(loop, socket, this);
        clients.Add(client);
        if (greeting is not null)
            SayLine(client, greeting);
    }

    private MonitorClient? NextClient()
    {
        for (var i = 0; i < clients.Count; i++)
        {
            var client = clients[(turn + i) % clients.Count];
            if (client.HasWaiting)
                return client;
        }
        return null;
    }

    private void Negotiate(MonitorClient client, QmpCommand command)
    {
        foreach (var capability in command.Enable)
        {
            if (capability == "oob" && offersOutOfBand)
                continue;
            Refuse(client, command, "GenericError", $"Capability '{capability}' is not available");
            return;
        }
        command.Descriptor?.Dispose();
        client.Negotiate(command.Enable.Contains("oob"));
        SayLine(client, [.. "{\"return\": {}"u8, .. IdMember(command), .. "}"u8]);
    }

    private void SendOutOfBand(MonitorClient client, QmpCommand command)
    {
        var id = idPrefix + nextId++;
        outOfBand.Add(id, (client, command.Id));
        command.ReplaceId(id);
        using var descriptor = command.Descriptor;
        link.Send(command.Bytes, descriptor);
    }

    private void OnReply(ReadOnlySpan<byte> message)
    {
        if (outOfBand.Count > 0 && TakeOutOfBand(message))
            return;
        if (!inFlight.TryDequeue(out var client))
            return;
        alone = false;
        if (!negotiated)
        {
            negotiated = true;
            ready(greeting!);
        }
        else if (client is not null)
        {
            SayLine(client, message);
        }
        Pump();
    }

    // The reply's id is one of ours, in which no client could have guessed the prefix.
    private bool TakeOutOfBand(ReadOnlySpan<byte> message)
    {
        var start = message.LastIndexOf(Encoding.ASCII.GetBytes(idPrefix)) - 1;
        if (start < 0)
            return false;
        var end = start + 2 + message[(start + 1)..].IndexOf((byte)'"');
        if (!outOfBand.Remove(Encoding.ASCII.GetString(message[(start + 1)..(end - 1)]), out var waiting))
            return false;
        if (!waiting.Client.IsOpen)
            return true;
        if (waiting.Id is not null)
        {
            SayLine(waiting.Client, [.. message[..start], .. waiting.Id, .. message[end..]]);
            return true;
        }
        // The client gave none: the member goes, with the comma on the side that has one.
        start = message[..start].LastIndexOf("\"id\""u8);
        var head = message[..start].TrimEnd(" "u8);
        var tail = message[end..];
        if (head.EndsWith(","u8))
            head = head[..^1];
        else if (tail.IndexOf((byte)',') is var comma && comma >= 0)
            tail = tail[(comma + 1)..].TrimStart(" "u8);
        SayLine(waiting.Client, [.. head, .. tail]);
        return true;
    }

    private static void Refuse(MonitorClient client, QmpCommand? command, string errorClass, string description)
    {
        command?.Descriptor?.Dispose();
        SayLine(client, [
            .. "{\"error\": {\"class\": \""u8, .. Encoding.ASCII.GetBytes(errorClass), .. "\", \"desc\": \""u8,
            .. JsonEncodedText.Encode(description).EncodedUtf8Bytes, .. "\"}"u8, .. IdMember(command), .. "}"u8]);
    }

    private static byte[] IdMember(QmpCommand? command) => command?.Id is { } id ? [.. ", \"id\": "u8, .. id] : [];

    // QEMU's own messages usually come with their line's end; what is made here gets one.
    private static void SayLine(MonitorClient client, ReadOnlySpan<byte> message) =>
        client.Say(message[^1] == '\n' ? message : [.. message, .. "\r\n"u8]);

    // By the first member that tells: a reply may hold numbers such as inf further on, which no JSON reader takes.
    private static MessageKind Classify(ReadOnlySpan<byte> message)
    {
        try
        {
            var reader = new Utf8JsonReader(message);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("return"u8) || reader.ValueTextEquals("error"u8))
                    return MessageKind.Reply;
                if (reader.ValueTextEquals("event"u8))
                    return MessageKind.Event;
                if (reader.ValueTextEquals("QMP"u8))
                    return MessageKind.Greeting;
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return MessageKind.Unknown;
        }
        return MessageKind.Unknown;
    }

    private enum MessageKind
    {
        Unknown,
        Greeting,
        Event,
        Reply,
    }
}
