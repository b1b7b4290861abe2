namespace Moa.Probing;

/// <summary>How a trial ended.</summary>
/// <param name="Problem">What went wrong, part of a sentence; null when the guest passed every step.</param>
internal readonly record struct TrialOutcome(string? Problem);
