using Microsoft.Extensions.Logging;

namespace Moa;

/// <summary>How a <see cref="MoaHost"/> works; every member has a default that needs no thought.</summary>
public sealed record MoaHostOptions
{
    /// <summary>The data folder. Default: <c>MOA_HOME</c>, else <c>$XDG_DATA_HOME/moa</c>.</summary>
    public string? Home { get; init; }

    /// <summary>The folder for sockets. Default: <c>MOA_RUNTIME</c>, else <c>$XDG_RUNTIME_DIR/moa</c>.</summary>
    public string? Runtime { get; init; }

    /// <summary>The QEMU to use. Default: <c>MOA_QEMU</c>, else <c>qemu-system-*</c> of the guest's architecture from PATH.</summary>
    public string? Qemu { get; init; }

    /// <summary>Receives log messages. Default: none.</summary>
    public ILoggerFactory? Logging { get; init; }

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
