namespace Moa.Storing;

/// <summary>The machine is in a state that does not allow this, or its name is taken. Nothing was changed.</summary>
public sealed class MachineConflictException(string message) : MoaException(message);
