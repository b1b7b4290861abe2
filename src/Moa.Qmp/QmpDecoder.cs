namespace Moa.Qmp;

/// <summary>Makes a value of the <c>return</c> member of a reply.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="json">
/// The value as UTF-8, exactly as QEMU wrote it. It belongs to the client and is valid during the call only. That it is
/// valid JSON is for the decoder to find out: what it throws of <see cref="System.Text.Json.JsonException"/>,
/// <see cref="FormatException"/> and <see cref="InvalidOperationException"/> becomes the command's
/// <see cref="QmpProtocolException"/>.
/// </param>
public delegate T QmpDecoder<out T>(ReadOnlySpan<byte> json);
