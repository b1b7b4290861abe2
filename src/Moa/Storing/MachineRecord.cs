using System.Text.Json;
using System.Text.Json.Serialization;
using Moa.Model;

namespace Moa.Storing;

/// <summary>What is kept of a machine in <c>machine.json</c>: enough to start it again and to show it.</summary>
public sealed record MachineRecord
{
    /// <summary>The id; also the name of its folder.</summary>
    [JsonConverter(typeof(MachineIdConverter))]
    public required MachineId Id { get; init; }

    /// <summary>The name, unique among the machines of this store.</summary>
    public required string Name { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>True where the machine ends with its starter and is removed then.</summary>
    public bool Temporary { get; init; }

    /// <summary>The image it boots; null where the spec names its own kernel, firmware or disks.</summary>
    public string? Image { get; init; }

    /// <summary>The machine as it was asked for, in the JSON form of <see cref="SpecWriter"/>.</summary>
    public required JsonElement Spec { get; init; }

    /// <summary>Kernel arguments beside the image's or the spec's.</summary>
    public IReadOnlyList<string> KernelArguments { get; init; } = [];

    /// <summary>The machine as it was asked for.</summary>
    /// <exception cref="MachineSpecException">The record holds a spec that this build does not understand.</exception>
    public MachineSpec ReadSpec() => SpecReader.Read(Spec.GetRawText(), SpecFormat.Json, $"machine '{Name}'");
}
