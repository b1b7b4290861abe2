namespace Moa.Guests;

/// <summary>A terminal for a command: its size in characters, 0 to 65,535 each, and its type.</summary>
/// <param name="Rows">The number of lines.</param>
/// <param name="Columns">The number of characters in a line.</param>
/// <param name="Type">What TERM says in the guest.</param>
public sealed record GuestTerminal(int Rows = 24, int Columns = 80, string Type = "xterm");
