namespace Moa.Launching;

/// <summary>What to start: a QEMU, or any other program that is to be kept like one, with exactly these descriptors.</summary>
public sealed record QemuStartInfo
{
    /// <summary>The program: a path, or a name that is looked for in PATH.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments, without the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The machine's id: letters, digits and hyphens. Another machine must not have it.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The folder for this run's sockets, which is made, and removed when the machine ends. An absolute path of at most 95
    /// bytes, since that of a Unix socket has at most 107.
    /// </summary>
    public required string RuntimeFolder { get; init; }

    /// <summary>
    /// The folder for logs and the exit record, which is made; removed with a temporary machine. Default: the runtime folder.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether the machine ends when this process does, and leaves nothing. Default: false.</summary>
    public bool Temporary { get; init; }

    /// <summary>Open files that QEMU gets. It gets no others, apart from stdin, stdout, stderr and the listeners.</summary>
    public IReadOnlyList<QemuDescriptor> Descriptors { get; init; } = [];

    /// <summary>
    /// The number under which QEMU finds the listening socket of its QMP monitor
    /// (<c>-chardev socket,id=...,fd=N,server=on,wait=off -mon chardev=...,mode=control</c>). Default: null, no monitor;
    /// the start is over then as soon as the program runs.
    /// </summary>
    public int? QmpNumber { get; init; }

    /// <summary>The same for the guest agent's port. Default: null, no agent.</summary>
    public int? AgentNumber { get; init; }

    /// <summary>The same for the serial console, which is kept in <c>console.log</c>. Default: null, no console.</summary>
    public int? SerialNumber { get; init; }

    /// <summary>QEMU's whole environment. Default: null, this process's.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>QEMU's working folder. Default: this process's.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>How long QEMU may take until its monitor answers. Default: 30 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
