using Moa.Qmp;

namespace Moa.Testing;

/// <summary>What a <see cref="FakeQmpServer"/> pretends to be. Every member has a default.</summary>
public sealed record FakeQmpServerOptions
{
    /// <summary>The version in the greeting. Default 7.2.22.</summary>
    public QemuVersion Version { get; init; } = new(7, 2, 22);

    /// <summary>The package in the greeting. Default <c>fake</c>.</summary>
    public string Package { get; init; } = "fake";

    /// <summary>Whether <c>oob</c> is offered. Default true.</summary>
    public bool OffersOutOfBand { get; init; } = true;

    /// <summary>Whether a client is greeted at all; without, the server is like a monitor that somebody else holds. Default true.</summary>
    public bool Greets { get; init; } = true;

    /// <summary>How many bytes are sent at a time; 1 splits messages at every byte. At least 1; default no limit.</summary>
    public int BytesPerSend
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(BytesPerSend), value, "At least one byte must be sent at a time.");
    }
    = int.MaxValue;
}
