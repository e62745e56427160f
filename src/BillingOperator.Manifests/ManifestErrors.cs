using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>What is wrong with single manifests: what stands in the way of working with one, and not with the others.</summary>
public sealed class ManifestErrors
{
    private static readonly FieldPath NameField = FieldPath.Of("metadata", "name");

    private readonly ILookup<(string? Kind, string? Name, string File), FieldError> _unread;
    private readonly ILookup<(ManifestKind, Kubernetes.Entities.EntityKey), Manifest> _namesakes;

    /// <summary>Looks through what was found.</summary>
    public ManifestErrors(ManifestSet set)
    {
        _unread = set
            .Findings.Where(finding => !finding.IsNote && finding.Field is not null)
            .ToLookup(
                finding => (finding.Kind, finding.Name, finding.File),
                finding => new FieldError(finding.Field!, finding.Message)
            );
        _namesakes = set.Manifests.ToLookup(manifest => (manifest.Kind, manifest.Key));
    }

    /// <summary>
    /// What could not be read at all, was left out, or belongs to no object: what a file holds is not known then, and an object may be
    /// missing without anybody knowing.
    /// </summary>
    public static IReadOnlyList<ManifestFinding> OfFiles(ManifestSet set) =>
        [
            .. set.Unreadable,
            .. set.LeftOut.Select(left => left with { IsNote = false }),
            .. set.Findings.Where(finding => finding is { IsNote: false, Kind: null }),
        ];

    /// <summary>Every error of a manifest.</summary>
    public IReadOnlyList<FieldError> Of(Manifest manifest)
    {
        var declaration = OfDeclaration(manifest);
        return
        [
            .. declaration,
            .. manifest
                .FindErrors()
                .Where(error =>
                    !declaration.Any(other => other.Field.IsWithin(error.Field) || error.Field.IsWithin(other.Field))
                ),
        ];
    }

    /// <summary>The errors of a manifest beside those in what its fields say.</summary>
    internal IReadOnlyList<FieldError> OfDeclaration(Manifest manifest)
    {
        List<FieldError> errors =
        [
            .. _unread[(manifest.Kind.Name, manifest.Key.ToString(), manifest.File)],
            .. ManifestValidator.FindMetadataErrors(manifest),
        ];
        var namesakes = _namesakes[(manifest.Kind, manifest.Key)];
        if (manifest.Key.Name.Length > 0 && namesakes.Skip(1).Any())
        {
            var places = string.Join(", ", namesakes.Select(one => one.Place));
            errors.Add(new FieldError(NameField, $"is declared more than once ({places}): remove all but one"));
        }

        return errors;
    }
}
