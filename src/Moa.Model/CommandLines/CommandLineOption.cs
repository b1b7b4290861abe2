namespace Moa.Model.CommandLines;

/// <summary>An option and its value; an argument of the caller's own is an option without one.</summary>
internal sealed record CommandLineOption(string Name, string? Value);
