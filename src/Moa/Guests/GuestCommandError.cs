namespace Moa.Guests;

/// <summary>Why the agent did not do what it was asked.</summary>
public enum GuestCommandError
{
    /// <summary>Something else in the guest failed, such as a lack of memory.</summary>
    Failed,

    /// <summary>There is no such program.</summary>
    NotFound,

    /// <summary>The file is there, but it cannot be run.</summary>
    NotExecutable,

    /// <summary>The request itself is wrong, such as a working folder that is not there.</summary>
    Invalid,
}
