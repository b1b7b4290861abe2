using Moa.Model.Shapes;

namespace Moa.Model;

/// <summary>The JSON Schema of specs, for editors and other programs.</summary>
public static class SpecSchema
{
    /// <summary>
    /// The schema as indented JSON, draft 2020-12: every member with its description and, where QEMU has one, its
    /// default. Rules about several members are in docs/spec.md.
    /// </summary>
    public static string Write()
    {
        var definitions = new SchemaDefinitions();
        var schema = MachineSpec.Shape.Definition(definitions);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Moa machine spec");
        schema["$defs"] = definitions.ToJson();
        return SpecWriter.Print(schema);
    }
}
