namespace Moa.Probing;

/// <summary>How far the <see cref="TrialGuest"/> has come, by what it wrote.</summary>
internal sealed class TrialProgress
{
    private int _passed;

    /// <summary>What the guest is doing, for people.</summary>
    public string Next => TrialGuest.Describe(_passed);

    /// <summary>Takes what the guest wrote; null as long as it goes on, else the outcome.</summary>
    public TrialOutcome? Add(ReadOnlySpan<byte> letters)
    {
        foreach (var letter in letters)
        {
            if (letter == TrialGuest.Done && _passed == TrialGuest.Steps)
                return new TrialOutcome(null);
            if (TrialGuest.StepOf(letter) != _passed)
                return new TrialOutcome($"a trial guest gets wrong results in {Next}");
            _passed++;
        }
        return null;
    }
}
