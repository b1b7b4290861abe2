using System.Text.Json;

namespace Moa.Qmp;

/// <summary>What a QMP server says first: who it is and what it offers.</summary>
public sealed class QmpGreeting
{
    internal QmpGreeting(QemuVersion version, string package, IReadOnlyList<string> capabilities)
    {
        Version = version;
        Package = package;
        Capabilities = capabilities;
    }

    /// <summary>QEMU's version.</summary>
    public QemuVersion Version { get; }

    /// <summary>The packager's name for the build, such as <c>Debian 1:7.2+dfsg-7+deb12u18</c>; empty for upstream.</summary>
    public string Package { get; }

    /// <summary>The capabilities offered. QEMU 2.12 to 10.2 know one: <c>oob</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; }

    /// <summary>Reads the value of the greeting's <c>QMP</c> member; null when it is not a greeting.</summary>
    internal static QmpGreeting? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var greeting = JsonElement.Parse(json);
            var version = greeting.GetProperty("version");
            var qemu = version.GetProperty("qemu");
            var number = new QemuVersion(
                qemu.GetProperty("major").GetInt32(),
                qemu.GetProperty("minor").GetInt32(),
                qemu.GetProperty("micro").GetInt32());
            var package = version.TryGetProperty("package", out var text) ? text.GetString() ?? "" : "";
            var capabilities = new List<string>();
            if (greeting.TryGetProperty("capabilities", out var offered))
            {
                foreach (var capability in offered.EnumerateArray())
                {
                    if (capability.ValueKind == JsonValueKind.String)
                        capabilities.Add(capability.GetString()!);
                }
            }
            return new QmpGreeting(number, package, capabilities);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
