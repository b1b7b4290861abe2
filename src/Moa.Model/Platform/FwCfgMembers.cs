using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that firmware configuration files have in common.</summary>
internal static class FwCfgMembers
{
    private static readonly TextShape Name = new()
    {
        MaxBytes = 55,
        Grammar = new TextGrammar(
            "^opt/.+$", "The name of a fw_cfg file begins with opt/; others are QEMU's own.",
            text => text.StartsWith("opt/", StringComparison.Ordinal) && text.Length > 4),
    };

    /// <summary>Adds the members of <see cref="FwCfg"/>.</summary>
    public static MemberTable<T> FileMembers<T>(this MemberTable<T> table)
        where T : FwCfg => table
        .Required("name", x => x.Name, (x, v) => (T)((FwCfg)x with { Name = v }), Name,
            "The name under which the guest finds it; begins with opt/.");
}
