using System.Text.Json;
using Moa.Keeping.Protocol;
using Moa.Storing;

namespace Moa.Launching;

/// <summary>The file in which the keeper leaves how QEMU ended.</summary>
internal static class ExitRecord
{
    private const int Schema = 1;

    /// <summary>How the last run of the machine with this data folder ended; null where none has, or the file is damaged.</summary>
    public static QemuExit? TryRead(string dataFolder)
    {
        try
        {
            var file = File.ReadAllBytes(Path.Combine(dataFolder, RuntimeFiles.Exit));
            return StateEnvelope.Unwrap(file, Schema, out var data) == EnvelopeProblem.None ? QemuExit.From(KeeperState.Parse(data)) : null;
        }
        catch (Exception failure) when (failure is IOException or JsonException)
        {
            return null;
        }
    }
}
