namespace Moa.Interop.Linux;

/// <summary>How a child ended: one of the two is set.</summary>
internal readonly record struct ExitStatus(int? Code, int? Signal);
