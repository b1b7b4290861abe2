namespace Moa.Model.Shapes;

/// <summary>Names of rules that hold for every type.</summary>
internal static class SpecRules
{
    /// <summary>A member that must be said is not.</summary>
    public const string Required = "required";

    /// <summary>What is said of it.</summary>
    public const string RequiredMessage = "It is missing and has no default.";

    /// <summary>An option is longer than an argument can be.</summary>
    public const string ArgumentLength = "argument-length";

    /// <summary>Two things of one kind have the same id.</summary>
    public const string UniqueId = "unique-id";
}
