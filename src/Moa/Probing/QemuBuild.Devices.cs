using System.Text.Json;
using Moa.Qmp;

namespace Moa.Probing;

/// <content>Device types and their properties, asked when a type is first named.</content>
public sealed partial class QemuBuild
{
    /// <summary>What this build says about a device type.</summary>
    /// <inheritdoc cref="GetDevicesAsync"/>
    public async Task<QemuDevice> GetDeviceAsync(string type, CancellationToken cancellationToken = default) =>
        (await GetDevicesAsync([type], cancellationToken).ConfigureAwait(false))[type];

    /// <summary>
    /// What this build says about some device types. Those that nobody named before are asked about in one QEMU of their
    /// own, since asking about a type whose module is missing ends it; the answers are kept.
    /// </summary>
    /// <exception cref="QemuProbeException">QEMU does not run any more, or does not answer as it should.</exception>
    public Task<IReadOnlyDictionary<string, QemuDevice>> GetDevicesAsync(
        IEnumerable<string> types, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(types);
        var found = new Dictionary<string, QemuDevice>(StringComparer.Ordinal);
        var unknown = new Queue<string>();
        foreach (var type in types)
        {
            ArgumentException.ThrowIfNullOrEmpty(type, nameof(types));
            if (found.ContainsKey(type) || unknown.Contains(type))
                continue;
            if (DeviceAnswer.TryParse(type, _cache.Read(DeviceFile(type))) is { } device)
                found[type] = device;
            else
                unknown.Enqueue(type);
        }
        return unknown.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<string, QemuDevice>>(found)
            : AskAboutAllAsync(unknown, found, cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, QemuDevice>> AskAboutAllAsync(
        Queue<string> types, Dictionary<string, QemuDevice> found, CancellationToken cancel)
    {
        while (types.Count > 0)
            await AskAboutAsync(types, found, cancel).ConfigureAwait(false);
        return found;
    }

    // Asks one QEMU about one type after the other, until all are answered or one ends it.
    private async Task AskAboutAsync(Queue<string> types, Dictionary<string, QemuDevice> found, CancellationToken cancel)
    {
        var process = await StartAsync(cancel).ConfigureAwait(false);
        await using var _ = process.ConfigureAwait(false);
        while (types.TryDequeue(out var type))
        {
            byte[] answer;
            var alive = true;
            try
            {
                var reply = await process.Qmp.ExecuteAsync(
                    "device-list-properties", arguments => WriteType(arguments, type), cancellationToken: cancel).ConfigureAwait(false);
                answer = DeviceAnswer.Properties(reply);
            }
            catch (QmpCommandException)
            {
                answer = DeviceAnswer.Missing();
            }
            catch (QmpConnectionException)
            {
                answer = DeviceAnswer.Fatal(await process.ExplainEndAsync(cancel).ConfigureAwait(false));
                alive = false;
            }
            found[type] = DeviceAnswer.TryParse(type, answer)
                ?? throw new QemuProbeException(Path, $"its answer about the device type {type} is not QEMU's.");
            _cache.Write(DeviceFile(type), answer);
            if (!alive)
                return;
        }
    }

    private static void WriteType(Utf8JsonWriter arguments, string type)
    {
        arguments.WriteStartObject();
        arguments.WriteString("typename"u8, type);
        arguments.WriteEndObject();
    }

    // A type's name can hold what a file's cannot; none of QEMU's own does.
    private static string DeviceFile(string type)
    {
        foreach (var letter in type)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ',' or '+'))
                return $"device-x-{ProbeCache.Hash(type)}";
        }
        return $"device-{type}";
    }
}
