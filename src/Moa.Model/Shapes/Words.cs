namespace Moa.Model.Shapes;

/// <summary>Words that several types use.</summary>
internal static class Words
{
    public static readonly WordShape<OnOffAuto> OnOffAuto = new(
        (Model.OnOffAuto.Auto, "auto"), (Model.OnOffAuto.On, "on"), (Model.OnOffAuto.Off, "off"));
}
