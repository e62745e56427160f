using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>Finds the place of each field in a YAML document.</summary>
internal sealed class SourceMap(string file)
{
    private readonly Dictionary<FieldPath, SourceSpot> _spots = [];

    /// <summary>The file as it was named.</summary>
    public string File { get; } = file;

    /// <summary>Notes where a field stands.</summary>
    public void Add(FieldPath path, SourceSpot spot) => _spots.TryAdd(path, spot);

    /// <summary>The place of a field, or of the nearest one around it where the field is missing.</summary>
    public SourceSpot Find(FieldPath path) =>
        _spots.TryGetValue(path, out var spot) ? spot
        : path.Parent is { } parent ? Find(parent)
        : new SourceSpot(1, 1);
}
