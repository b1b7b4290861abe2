namespace Moa.Qmp;

/// <summary>What a message is, told by its top-level members and never by its place in the stream.</summary>
internal enum MessageKind
{
    /// <summary>No member says.</summary>
    Unknown,

    /// <summary>It has <c>QMP</c>.</summary>
    Greeting,

    /// <summary>It has <c>return</c>.</summary>
    Return,

    /// <summary>It has <c>error</c>.</summary>
    Error,

    /// <summary>It has <c>event</c>.</summary>
    Event,
}
