namespace BillingOperator.Billing.Validation;

/// <summary>
/// The path of a field in a resource, such as <c>spec.billing.tier1AccountId</c>, <c>spec.s3.tags[team]</c> or
/// <c>metadata.finalizers[0]</c> (Kubernetes: <c>apimachinery/pkg/util/validation/field/path.go</c>).
/// </summary>
/// <remarks>An entry of a map and a field of that name are the same place: they differ in how they are shown.</remarks>
public sealed class FieldPath : IEquatable<FieldPath>
{
    private readonly bool _isKey;

    private FieldPath(FieldPath? parent, string? name, int index, bool isKey)
    {
        Parent = parent;
        Name = name;
        Index = index;
        _isKey = isKey;
    }

    /// <summary>The whole resource; shown as nothing.</summary>
    public static FieldPath Root { get; } = new(null, null, 0, isKey: false);

    /// <summary>What the field is in; <see langword="null"/> at the root.</summary>
    public FieldPath? Parent { get; }

    /// <summary>Name of the field, or key of the entry; <see langword="null"/> for an item of a list.</summary>
    public string? Name { get; }

    /// <summary>Index of the item in its list, from 0.</summary>
    public int Index { get; }

    /// <summary>The path of a field through the fields around it: <c>Of("spec", "s3")</c>.</summary>
    public static FieldPath Of(params ReadOnlySpan<string> names)
    {
        var path = Root;
        foreach (var name in names)
        {
            path = path.Child(name);
        }

        return path;
    }

    /// <summary>A field of this object.</summary>
    public FieldPath Child(string name) => new(this, name, 0, isKey: false);

    /// <summary>An entry of this map.</summary>
    public FieldPath Key(string key) => new(this, key, 0, isKey: true);

    /// <summary>An item of this list.</summary>
    public FieldPath Item(int index) => new(this, null, index, isKey: false);

    /// <summary>The path from the root of a document in which the resource stands at <paramref name="root"/>.</summary>
    public FieldPath Below(FieldPath root) =>
        Parent is null ? root : new FieldPath(Parent.Below(root), Name, Index, _isKey);

    /// <summary>Whether this is that field, or one within it.</summary>
    public bool IsWithin(FieldPath field) => Equals(field) || Parent?.IsWithin(field) == true;

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Index == other.Index && Equals(Parent, other.Parent));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Parent, Name, Index);

    /// <summary>The path as people write it; empty for the root.</summary>
    public override string ToString() =>
        Parent is null ? ""
        : Name is null ? $"{Parent}[{Index}]"
        : _isKey ? $"{Parent}[{Name}]"
        : Parent.Parent is null ? Name
        : $"{Parent}.{Name}";
}
