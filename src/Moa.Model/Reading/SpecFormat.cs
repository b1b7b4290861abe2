namespace Moa.Model;

/// <summary>How the text of a spec is written.</summary>
public enum SpecFormat
{
    /// <summary>YAML 1.2, one document, without anchors, aliases and tags.</summary>
    Yaml,

    /// <summary>JSON, RFC 8259.</summary>
    Json,
}
