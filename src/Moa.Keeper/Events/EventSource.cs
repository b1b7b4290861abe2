using Moa.Interop.Linux;

namespace Moa.Keeper;

/// <summary>A descriptor the loop watches.</summary>
internal abstract class EventSource(Descriptor descriptor)
{
    public Descriptor Descriptor { get; } = descriptor;

    /// <summary>The loop's own: where it keeps this source; -1 while it does not.</summary>
    internal int Slot { get; set; } = -1;

    /// <summary>The loop's own: what is watched for.</summary>
    internal uint Interest { get; set; }

    /// <summary>Something that was watched for has happened.</summary>
    public abstract void OnReady(uint events);

    /// <summary>An error nobody foresaw came out of <see cref="OnReady"/>; it was logged. Gives this source up.</summary>
    public abstract void OnFault();
}
