namespace Moa.Model.Shapes;

/// <summary>A value of an enumeration and QEMU's word for it. The value is boxed once, here.</summary>
internal sealed class Word<T>(T value, string text)
    where T : struct, Enum
{
    public object Value { get; } = value;

    public string Text { get; } = text;
}
