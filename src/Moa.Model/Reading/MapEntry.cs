namespace Moa.Model.Reading;

/// <summary>A name and its value.</summary>
internal sealed record MapEntry(ScalarNode Key, SpecNode Value);
