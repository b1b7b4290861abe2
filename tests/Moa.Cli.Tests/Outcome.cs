using System.Text;

namespace Moa.Cli.Tests;

/// <summary>What a command left: its exit code and its two streams.</summary>
internal sealed record Outcome(int Code, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output);

    /// <summary>Holds that the command failed as it should: this code, one message, no stack trace.</summary>
    public void IsMistake(int code, params string[] words)
    {
        Assert.True(Code == code, $"exit code {Code} instead of {code}: {Error}");
        Assert.Empty(Output);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.StartsWith("moa: ", Error, StringComparison.Ordinal);
        foreach (var word in words)
            Assert.Contains(word, Error, StringComparison.Ordinal);
    }
}
