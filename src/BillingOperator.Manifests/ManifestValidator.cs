using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>Checks manifests by the same rules as the operator, and against each other.</summary>
public static class ManifestValidator
{
    private static readonly FieldPath NameField = FieldPath.Of("metadata", "name");

    /// <summary>All problems, those of reading included, sorted by file and line.</summary>
    public static IReadOnlyList<ManifestFinding> Validate(ManifestSet set)
    {
        var findings = new List<ManifestFinding>([.. set.Findings, .. set.LeftOut]);
        var unreadable = set.Findings.ToLookup(finding => (finding.Kind, finding.Name, finding.File), p => p.Field);
        findings.AddRange(set.Manifests.SelectMany(manifest => Check(manifest, unreadable)));
        findings.AddRange(FindRepeated(set.Manifests));
        findings.AddRange(FindDuplicateTenantIds(set.Of<Tenant>()));
        findings.AddRange(NoteAbsentSettings(set));
        findings.AddRange(NoteStaleRequests(set));
        return
        [
            .. findings
                .OrderBy(finding => finding.File, StringComparer.Ordinal)
                .ThenBy(finding => finding.Line)
                .ThenBy(finding => finding.Column),
        ];
    }

    private static IEnumerable<ManifestFinding> Check(
        Manifest manifest,
        ILookup<(string?, string?, string), FieldPath?> unreadable
    )
    {
        var findings = FindMetadataErrors(manifest)
            .Concat(manifest.FindErrors())
            .DistinctBy(error => error.Field.Equals(NameField) ? $"{NameField}" : $"{error}")
            .Select(error => manifest.Finding(error));

        // A part that could not be read is missing from the object; that it seems to be missing is no second fault.
        return findings.Where(finding =>
            !unreadable[(finding.Kind, finding.Name, finding.File)].Any(field => AreRelated(field, finding.Field!))
        );
    }

    /// <summary>Every error in the metadata of a manifest.</summary>
    internal static IEnumerable<FieldError> FindMetadataErrors(Manifest manifest)
    {
        var metadata = manifest.Metadata;
        var annotations = (metadata.Annotations ?? new Dictionary<string, string>()).AsReadOnly();
        return CheckMetadata(metadata)
            .Concat(LabelRules.Validate(metadata.Labels?.AsReadOnly(), annotations))
            .Concat(ManifestAnnotations.FindUnknown(manifest.Kind, annotations.Keys));
    }

    private static IEnumerable<FieldError> CheckMetadata(V1ObjectMeta metadata)
    {
        var nameError =
            metadata.Name.Length == 0 ? "is required: name the object" : ObjectName.FindError(metadata.Name);
        if (nameError is not null)
        {
            yield return new FieldError(NameField, nameError);
        }

        if (metadata.NamespaceProperty is { } name && ObjectName.FindNamespaceError(name) is { } error)
        {
            yield return new FieldError(FieldPath.Of("metadata", "namespace"), error);
        }
    }

    private static bool AreRelated(FieldPath? one, FieldPath other) =>
        one is not null && (one.IsWithin(other) || other.IsWithin(one));

    private static IEnumerable<ManifestFinding> FindRepeated(IEnumerable<Manifest> manifests) =>
        manifests
            .Where(manifest => manifest.Key.Name.Length > 0)
            .GroupBy(manifest => (manifest.Kind, manifest.Key))
            .SelectMany(same =>
                same.Skip(1)
                    .Select(repeated =>
                        repeated.Finding(
                            new FieldError(
                                NameField,
                                $"is declared a second time, first at {same.First().Place}: remove one of the two"
                            )
                        )
                    )
            );

    private static IEnumerable<ManifestFinding> FindDuplicateTenantIds(IEnumerable<Manifest<Tenant>> tenants)
    {
        var manifests = tenants.DistinctBy(tenant => tenant.Key).ToDictionary(tenant => tenant.Key);
        var declarations = manifests.Values.Select(tenant => Declare(tenant.Entity)).ToList();
        var holders = TenantIdentity.Holders(declarations);
        foreach (var tenant in declarations.Where(tenant => tenant.TenantId.Length > 0))
        {
            var holder = holders[tenant.ClaimedId()];
            if (!ReferenceEquals(holder, tenant))
            {
                var first = manifests[KeyOf(holder)];
                yield return manifests[KeyOf(tenant)]
                    .Finding(
                        new FieldError(
                            FieldPath.Of("spec", "tenantId"),
                            $"{Quoted.Text(tenant.TenantId)} is the tenant id of {first.Key} at {first.Place} too "
                                + $"({TenantReasons.DuplicateTenantId}): choose another id"
                        )
                    );
            }
        }
    }

    private static EntityKey KeyOf(TenantDeclaration tenant) => new(tenant.Namespace, tenant.Name);

    private static TenantDeclaration Declare(Tenant tenant) =>
        new()
        {
            Namespace = tenant.Namespace() ?? "",
            Name = tenant.Metadata.Name,
            Spec = tenant.Spec,
        };

    private static IEnumerable<ManifestFinding> NoteStaleRequests(ManifestSet set) =>
        set.Of<BillingEvent>()
            .SelectMany(billingEvent =>
                ManifestAnnotations
                    .FindNotes(
                        (billingEvent.Entity.Metadata.Annotations ?? new Dictionary<string, string>()).AsReadOnly()
                    )
                    .Select(note => billingEvent.Finding(note, isNote: true))
            );

    private static IEnumerable<ManifestFinding> NoteAbsentSettings(ManifestSet set)
    {
        var names = set.Of<BillingServerSettings>().Select(settings => settings.Entity.Metadata.Name).ToHashSet();
        foreach (var billingEvent in set.Of<BillingEvent>())
        {
            var name = billingEvent.Entity.Spec.ServerSettingsRef?.Name ?? "default";
            if (!names.Contains(name))
            {
                yield return billingEvent.Finding(
                    new FieldError(
                        FieldPath.Of("spec", "serverSettingsRef", "name"),
                        $"is {Quoted.Text(name)}, a {BillingServerSettings.KubeKind} that is not in these files: "
                            + "it has to be in the cluster"
                    ),
                    isNote: true
                );
            }
        }
    }
}
