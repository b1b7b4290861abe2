namespace Moa.Qmp;

/// <summary>QEMU refused a command or failed to carry it out. The connection still works.</summary>
public sealed class QmpCommandException : MoaException
{
    /// <summary>Creates the error.</summary>
    /// <param name="command">The command's name.</param>
    /// <param name="errorClass">QEMU's error class, see <see cref="QmpErrorClass"/>.</param>
    /// <param name="description">QEMU's words.</param>
    public QmpCommandException(string command, string errorClass, string description)
        : base($"{command}: {description}")
    {
        Command = command;
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>The name of the command that failed.</summary>
    public string Command { get; }

    /// <summary>
    /// QEMU's error class: one of <see cref="QmpErrorClass"/>, or one this library does not know yet.
    /// Decide by this, never by <see cref="Description"/>.
    /// </summary>
    public string ErrorClass { get; }

    /// <summary>QEMU's words for people. They change between versions.</summary>
    public string Description { get; }
}
