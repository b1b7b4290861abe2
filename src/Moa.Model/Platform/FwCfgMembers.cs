using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The members that firmware configuration files have in common.</summary>
internal static class FwCfgMembers
{
    private static readonly TextShape Name = new()
    {
        MaxBytes = 55,
        Grammar = new TextGrammar("^opt/.+$", "The name of a fw_cfg file begins with opt/; others are QEMU's own."),
    };

    /// <summary>Adds the members of <see cref="FwCfg"/>.</summary>
    public static RecordShape<T> FileMembers<T>(this RecordShape<T> shape)
        where T : FwCfg => shape
        .Required("name", x => x.Name, (x, v) => (T)((FwCfg)x with { Name = v }), Name,
            "The name under which the guest finds it; begins with opt/.");
}
