using Moa.Qmp;

namespace Moa.Probing;

/// <summary>The QEMU that was found is older than what Moa works with. Nothing was started.</summary>
public sealed class QemuTooOldException : MoaException
{
    internal QemuTooOldException(string path, QemuVersion version)
        : base($"'{path}' is QEMU {version}; Moa needs {Oldest.Major}.{Oldest.Minor} or later. " +
            "Install a newer one, or name another with --qemu or MOA_QEMU.")
    {
        Path = path;
        Version = version;
    }

    /// <summary>The oldest version that works: 7.2.</summary>
    public static QemuVersion Oldest { get; } = new(7, 2, 0);

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>Its version.</summary>
    public QemuVersion Version { get; }
}
