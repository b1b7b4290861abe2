using Moa.GuestAgent.Interop;

namespace Moa.GuestAgent.Init;

/// <summary>What the kernel was started with, read from /proc.</summary>
internal sealed class KernelArguments
{
    private readonly string[] _arguments =
        (Libc.ReadText("/proc/cmdline") ?? "").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value of <c>name=value</c>, the last one given; null when there is none.</summary>
    public string? Value(string name)
    {
        string? value = null;
        foreach (var argument in _arguments)
        {
            if (argument.Length > name.Length && argument.StartsWith(name, StringComparison.Ordinal) && argument[name.Length] == '=')
                value = argument[(name.Length + 1)..];
        }

        return value;
    }
}
