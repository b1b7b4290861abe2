using Moa.Keeping.Protocol;

namespace Moa.Keeper;

internal sealed partial class KeptMachine
{
    private const int EnoughInput = 64 << 10;

    private void AttachConsole(ControlClient client)
    {
        client.IsAttached = true;
        client.Say(FrameType.ConsoleAttached, Json.Write(consoleLog, static (writer, log) =>
        {
            writer.WriteNumber("size"u8, log?.Size ?? 0);
            writer.WriteNumber("inode"u8, log?.Inode ?? 0);
        }));
    }

    private void OnConsoleOutput(ReadOnlySpan<byte> bytes)
    {
        foreach (var client in clients.ToArray())
        {
            if (client.IsAttached)
                client.Say(FrameType.ConsoleData, bytes);
        }
    }

    // A guest that does not read holds up those who type, and nobody else.
    private void SendToConsole(ReadOnlySpan<byte> bytes)
    {
        if (console is null)
            return;
        console.Send(bytes);
        if (console.Queued > EnoughInput)
            PauseTyping(true);
    }

    private void OnConsoleWritable() => PauseTyping(false);

    private void PauseTyping(bool pause)
    {
        foreach (var client in clients)
        {
            if (client.IsAttached)
                client.Pause(pause);
        }
    }
}
