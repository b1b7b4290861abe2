namespace Moa.Model.Shapes;

/// <summary>Words that several types use.</summary>
internal static class Words
{
    public static readonly WordShape<OnOffAuto> OnOffAuto = new(
        (Model.OnOffAuto.Auto, "auto"), (Model.OnOffAuto.On, "on"), (Model.OnOffAuto.Off, "off"));

    public static readonly WordShape<BlockdevOnError> BlockdevOnError = new(
        (Model.BlockdevOnError.Auto, "auto"), (Model.BlockdevOnError.Report, "report"), (Model.BlockdevOnError.Ignore, "ignore"),
        (Model.BlockdevOnError.Enospc, "enospc"), (Model.BlockdevOnError.Stop, "stop"));
}
