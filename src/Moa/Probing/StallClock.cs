using System.Buffers.Text;
using System.Diagnostics;
using Moa.Interop.Linux;

namespace Moa.Probing;

/// <summary>
/// Tells a process that does not get on from a host that is busy: the time during which the process's threads waited for
/// a processor (proc(5), schedstat) is given back.
/// </summary>
internal sealed class StallClock(int pid, TimeSpan stall, TimeSpan total)
{
    private static readonly TimeSpan s_worthWaiting = TimeSpan.FromMilliseconds(50);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Waits for a task; false when the process has stalled, or the total has run out.</summary>
    public async Task<bool> CompletesAsync(Task task, CancellationToken cancel)
    {
        var delay = RunDelay();
        var limit = stall;
        while (true)
        {
            try
            {
                await task.WaitAsync(limit, cancel).ConfigureAwait(false);
                return true;
            }
            catch (TimeoutException)
            {
                var delayNow = RunDelay();
                limit = delayNow - delay;
                delay = delayNow;
                if (limit < s_worthWaiting || Stopwatch.GetElapsedTime(_start) > total)
                    return false;
            }
        }
    }

    // The second field, in nanoseconds, of the thread that waited most: the CPU's own. 0 where the kernel does not count.
    private TimeSpan RunDelay()
    {
        long most = 0;
        try
        {
            foreach (var thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
            {
                var fields = NativeFile.Read($"{thread}/schedstat", 256).AsSpan();
                if (Utf8Parser.TryParse(fields[(fields.IndexOf((byte)' ') + 1)..], out long delay, out _))
                    most = Math.Max(most, delay);
            }
        }
        catch (Exception failure) when (failure is LinuxException or IOException)
        {
            // It is ending: what was counted so far will do.
            return TimeSpan.FromTicks(most / TimeSpan.NanosecondsPerTick);
        }
        return TimeSpan.FromTicks(most / TimeSpan.NanosecondsPerTick);
    }
}
