namespace Moa.Launching;

/// <summary>What is wrong with a runtime folder.</summary>
public enum RuntimeFolderProblem
{
    /// <summary>The paths of the sockets in it would be longer than Unix sockets can have.</summary>
    TooLong,

    /// <summary>It belongs to another user, or others may enter it.</summary>
    NotOurs,

    /// <summary>It cannot be made or written.</summary>
    NotWritable,
}
