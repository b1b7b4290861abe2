namespace Moa.Model.Reading;

/// <summary>How a scalar was written, which decides what it may mean.</summary>
internal enum ScalarStyle
{
    /// <summary>YAML without quotes: whatever the member expects.</summary>
    Plain,

    /// <summary>In quotes: text.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>JSON true or false.</summary>
    Flag,

    /// <summary>JSON null.</summary>
    Null,
}
