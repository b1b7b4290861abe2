namespace Moa.Model.Shapes;

/// <summary>
/// The members of a record and the rules about them, as they are declared. In all of these the option is the member's
/// name in QEMU's option, where it is another one; null when code writes it.
/// </summary>
internal sealed class MemberTable<T>
    where T : class
{
    private const string SameName = "\0";

    /// <summary>The members, in their order.</summary>
    public List<Member<T>> Members { get; } = [];

    /// <summary>The rules, in their order.</summary>
    public List<Rule<T>> Rules { get; } = [];

    /// <summary>The member that a value standing alone is; null when it must be a map.</summary>
    public Member<T>? ImpliedMember { get; private set; }

    /// <summary>Adds a member that a spec must say.</summary>
    public MemberTable<T> Required<TValue>(
        string name, Func<T, TValue> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc, string? option = SameName) =>
        Add(new Member<T>(name, x => get(x), (x, v) => set(x, (TValue)v), shape, doc)
        {
            IsRequired = true,
            Option = option == SameName ? name : option,
        });

    /// <summary>Adds a member of which null says nothing.</summary>
    public MemberTable<T> Member<TValue>(
        string name, Func<T, TValue?> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc,
        TValue? byDefault = null, string? option = SameName)
        where TValue : struct =>
        Add(name, x => get(x), (x, v) => set(x, (TValue)v), shape, doc, byDefault, option);

    /// <summary>Adds a member of which null says nothing.</summary>
    public MemberTable<T> Member<TValue>(
        string name, Func<T, TValue?> get, Func<T, TValue, T> set, Shape<TValue> shape, string doc,
        TValue? byDefault = null, string? option = SameName)
        where TValue : class =>
        Add(name, get, (x, v) => set(x, (TValue)v), shape, doc, byDefault, option);

    /// <summary>Adds a yes or no.</summary>
    public MemberTable<T> Flag(
        string name, Func<T, bool?> get, Func<T, bool, T> set, string doc, bool? byDefault = null, string? option = SameName) =>
        Add(name, x => get(x), (x, v) => set(x, (bool)v), FlagShape.Instance, doc, byDefault, option);

    /// <summary>Adds a UUID.</summary>
    public MemberTable<T> Uuid(string name, Func<T, Guid?> get, Func<T, Guid, T> set, string doc) =>
        Add(name, x => get(x), (x, v) => set(x, (Guid)v), UuidShape.Instance, doc, null, name);

    /// <summary>Adds a whole number of a range.</summary>
    public MemberTable<T> Number(
        string name, Func<T, int?> get, Func<T, int, T> set, int least, int most, string doc,
        int? byDefault = null, string? option = SameName) =>
        Add(name, x => (long?)get(x), (x, v) => set(x, (int)(long)v), new NumberShape(least, most), doc,
            (long?)byDefault, option);

    /// <summary>Adds a whole number of a range.</summary>
    public MemberTable<T> Number(
        string name, Func<T, long?> get, Func<T, long, T> set, long least, long most, string doc,
        long? byDefault = null, string? option = SameName) =>
        Add(name, x => get(x), (x, v) => set(x, (long)v), new NumberShape(least, most), doc, byDefault, option);

    /// <summary>Adds a list of which the empty one says nothing.</summary>
    public MemberTable<T> List<TItem>(
        string name, Func<T, ValueList<TItem>> get, Func<T, ValueList<TItem>, T> set, Shape<TItem> item, string doc,
        string? option = SameName)
        where TItem : class =>
        Add(name, x => get(x) is { Count: > 0 } list ? list : null, (x, v) => set(x, (ValueList<TItem>)v),
            new ListShape<TItem>(item), doc, null, option);

    /// <summary>A value standing alone is this member's, as the first part of an option of QEMU often is.</summary>
    public MemberTable<T> Implied(string name)
    {
        ImpliedMember = Members.Find(member => member.Name == name);
        return this;
    }

    /// <summary>Adds a rule about several members.</summary>
    public MemberTable<T> Rule(string name, string sentence, Action<T, SpecCheck> check)
    {
        Rules.Add(new Rule<T>(name, sentence, check));
        return this;
    }

    private MemberTable<T> Add(
        string name, Func<T, object?> get, Func<T, object, T> set, Shape shape, string doc, object? byDefault, string? option) =>
        Add(new Member<T>(name, get, set, shape, doc) { Default = byDefault, Option = option == SameName ? name : option });

    private MemberTable<T> Add(Member<T> member)
    {
        Members.Add(member);
        return this;
    }
}
