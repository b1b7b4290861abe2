using System.Globalization;

namespace Moa.Qmp;

/// <summary>A version of QEMU, as its greeting and <c>query-version</c> say it (QAPI struct <c>VersionTriple</c>).</summary>
/// <param name="Major">The major version, such as 10.</param>
/// <param name="Minor">The minor version, 0 to 2 for releases, 50 for development builds.</param>
/// <param name="Micro">The micro version.</param>
public readonly record struct QemuVersion(int Major, int Minor, int Micro) : IComparable<QemuVersion>
{
    /// <inheritdoc/>
    public int CompareTo(QemuVersion other) => (Major, Minor, Micro).CompareTo((other.Major, other.Minor, other.Micro));

    /// <summary>Whether <paramref name="left"/> is older.</summary>
    public static bool operator <(QemuVersion left, QemuVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> is newer.</summary>
    public static bool operator >(QemuVersion left, QemuVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> is older or the same.</summary>
    public static bool operator <=(QemuVersion left, QemuVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> is newer or the same.</summary>
    public static bool operator >=(QemuVersion left, QemuVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The version as QEMU prints it, such as <c>7.2.22</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Micro}");
}
