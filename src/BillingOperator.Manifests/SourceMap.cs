using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Yaml;

namespace BillingOperator.Manifests;

/// <summary>Finds the place of each field in a document.</summary>
/// <param name="file">The file as it was named.</param>
/// <param name="document">The document.</param>
internal sealed class SourceMap(string file, YamlDocument document)
{
    /// <summary>The file as it was named.</summary>
    public string File => file;

    /// <summary>The place of a field, or of the nearest one around it where the field is missing.</summary>
    public YamlSpot Find(FieldPath path) => Walk(path).Place.Spot;

    private (YamlPlace Place, bool IsThere) Walk(FieldPath path)
    {
        if (path.Parent is null)
        {
            return (document.Root, true);
        }

        var (parent, isThere) = Walk(path.Parent);
        return isThere && document.Find(parent, path.Name, path.Index) is { } place ? (place, true) : (parent, false);
    }
}
