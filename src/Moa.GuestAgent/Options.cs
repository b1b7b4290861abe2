namespace Moa.GuestAgent;

/// <summary>What the command line says, when the agent is not PID 1.</summary>
internal sealed record Options(string? Port, string? Socket)
{
    private const string Usage = """
        moa-agent: runs commands in this machine for its host.
        usage: moa-agent [--port DEVICE | --listen SOCKET]
          --port DEVICE    the virtio-serial port; default: the one named moa.agent.0, as soon as it is there
          --listen SOCKET  a Unix socket to listen on instead

        """;

    /// <summary>Returns null, and shows how it is done, when the arguments are wrong.</summary>
    public static Options? Parse(string[] arguments)
    {
        switch (arguments)
        {
            case []:
                return new Options(null, null);
            case ["--port", var port]:
                return new Options(port, null);
            case ["--listen", var socket]:
                return new Options(null, socket);
            default:
                Agent.Say(Usage);
                return null;
        }
    }
}
