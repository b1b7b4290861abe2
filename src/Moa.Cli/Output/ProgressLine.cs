using System.Diagnostics;
using Moa.Cli.Terminals;
using Moa.Images;

namespace Moa.Cli.Output;

/// <summary>
/// Progress of something that may take long: one line that is redrawn on a terminal, a line per step elsewhere, nothing
/// with <c>--quiet</c> or when all is over before anybody would wonder.
/// </summary>
internal sealed class ProgressLine(Invocation call) : IProgress<ImageProgress>, IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_redraw = TimeSpan.FromSeconds(0.1);

    private readonly Lock _lock = new();
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly Stopwatch _sinceStep = Stopwatch.StartNew();
    private readonly bool _terminal = HostTerminal.IsError;
    private TimeSpan _drawn;
    private string? _step;

    public void Report(ImageProgress value)
    {
        if (call.Quiet)
            return;
        lock (_lock)
        {
            var isNew = value.Step != _step;
            if (isNew)
            {
                _step = value.Step;
                _sinceStep.Restart();
            }
            if (!_terminal)
            {
                if (isNew)
                    Console.Error.WriteLine($"moa: {value.Step}");
            }
            else if (_sinceStart.Elapsed > s_patience && (isNew || _sinceStart.Elapsed - _drawn > s_redraw))
            {
                _drawn = _sinceStart.Elapsed;
                Console.Error.Write($"\r\e[Kmoa: {value.Step}{Numbers(value)}");
            }
        }
    }

    public void Dispose()
    {
        if (_terminal && _drawn > TimeSpan.Zero)
            Console.Error.Write("\r\e[K");
    }

    private string Numbers(ImageProgress value)
    {
        if (value.Done == 0)
            return "";
        var rate = value.Done / Math.Max(_sinceStep.Elapsed.TotalSeconds, 0.001);
        var speed = $"{ByteText.Of((long)rate)}/s";
        return value.Total is { } total and > 0
            ? $"  {ByteText.Of(value.Done)} of {ByteText.Of(total)}, {speed}, {TimeSpan.FromSeconds(Math.Max(0, total - value.Done) / rate):m\\:ss} left"
            : $"  {ByteText.Of(value.Done)}, {speed}";
    }
}
