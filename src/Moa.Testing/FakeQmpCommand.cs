using System.Text.Json;

namespace Moa.Testing;

/// <summary>A command that a <see cref="FakeQmpServer"/> received, and the way to answer it.</summary>
public sealed class FakeQmpCommand
{
    private readonly FakeQmpServer _server;
    private readonly JsonElement _id;

    internal FakeQmpCommand(FakeQmpServer server, JsonElement message, ReadOnlyMemory<byte> raw)
    {
        _server = server;
        Raw = raw;
        OutOfBand = message.TryGetProperty("exec-oob", out var name);
        if (!OutOfBand)
            message.TryGetProperty("execute", out name);
        Name = name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        Arguments = message.TryGetProperty("arguments", out var arguments) ? arguments : null;
        message.TryGetProperty("id", out _id);
    }

    /// <summary>The command's name; empty when the message had none.</summary>
    public string Name { get; }

    /// <summary>The arguments; null when there were none.</summary>
    public JsonElement? Arguments { get; }

    /// <summary>Whether it came as <c>exec-oob</c>.</summary>
    public bool OutOfBand { get; }

    /// <summary>The message exactly as it was received.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>Answers with success.</summary>
    /// <param name="json">The <c>return</c> member.</param>
    public Task ReturnAsync(string json = "{}") => _server.SendLineAsync($$"""{"return": {{json}}{{IdAfter()}}}""");

    /// <summary>Answers with an error.</summary>
    /// <param name="errorClass">The class, see <see cref="Qmp.QmpErrorClass"/>.</param>
    /// <param name="description">The description.</param>
    public Task ErrorAsync(string errorClass, string description)
    {
        string id = _id.ValueKind == JsonValueKind.Undefined ? "" : $"\"id\": {_id.GetRawText()}, ";
        return _server.SendLineAsync(
            $$$"""{{{{id}}}"error": {"class": {{{FakeQmpServer.Quote(errorClass)}}}, "desc": {{{FakeQmpServer.Quote(description)}}}}}""");
    }

    /// <summary>The command's name and arguments.</summary>
    public override string ToString() => Arguments is null ? Name : $"{Name} {Arguments}";

    private string IdAfter() => _id.ValueKind == JsonValueKind.Undefined ? "" : $", \"id\": {_id.GetRawText()}";
}
