namespace Moa.Model;

/// <summary>On, off, or QEMU's own decision (QAPI common.json, OnOffAuto).</summary>
public enum OnOffAuto
{
    /// <summary>QEMU decides.</summary>
    Auto,

    /// <summary>On.</summary>
    On,

    /// <summary>Off.</summary>
    Off,
}
