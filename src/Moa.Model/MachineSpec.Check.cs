using System.Collections.Immutable;
using Moa.Model.Shapes;

namespace Moa.Model;

public sealed partial record MachineSpec
{
    /// <summary>
    /// Everything that is wrong with the spec by itself, in its order; empty when it can become a command line. Nothing
    /// of the host is looked at: files may be missing, and the installed QEMU may lack a device.
    /// </summary>
    public ImmutableArray<SpecProblem> Check()
    {
        var problems = new List<SpecProblem>();
        Shape.Check(this, new SpecCheck(this, "", problems));
        // What is missing has no id and no options; the rest does.
        if (!problems.Exists(problem => problem.Rule == SpecRules.Required))
            problems.AddRange(CommandLineWriter.Check(this));
        return [.. problems];
    }
}
