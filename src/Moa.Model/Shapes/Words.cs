namespace Moa.Model.Shapes;

/// <summary>Words that several types use.</summary>
internal static class Words
{
    public static readonly WordShape<OnOffAuto> OnOffAuto = new(
        new(Model.OnOffAuto.Auto, "auto"), new(Model.OnOffAuto.On, "on"), new(Model.OnOffAuto.Off, "off"));

    public static readonly WordShape<BlockdevOnError> BlockdevOnError = new(
        new(Model.BlockdevOnError.Auto, "auto"), new(Model.BlockdevOnError.Report, "report"),
        new(Model.BlockdevOnError.Ignore, "ignore"), new(Model.BlockdevOnError.Enospc, "enospc"),
        new(Model.BlockdevOnError.Stop, "stop"));
}
