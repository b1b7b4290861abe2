namespace Moa.Qmp;

/// <summary>What is wrong with a message.</summary>
internal enum MessageFault
{
    /// <summary>Nothing that framing can see.</summary>
    None,

    /// <summary>It is not one JSON object with the members of one kind.</summary>
    Malformed,

    /// <summary>It is longer than allowed; part of it was thrown away.</summary>
    TooLarge,
}
