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
    public static IReadOnlyList<ManifestProblem> Validate(ManifestSet set)
    {
        var problems = new List<ManifestProblem>(set.Problems);
        var unreadable = set.Problems.ToLookup(problem => (problem.Kind, problem.Name, problem.File), p => p.Field);
        problems.AddRange(set.Manifests.SelectMany(manifest => Check(manifest, unreadable)));
        problems.AddRange(FindRepeated(set.Manifests));
        problems.AddRange(FindDuplicateTenantIds(set.Of<Tenant>()));
        problems.AddRange(NoteAbsentSettings(set));
        problems.AddRange(NoteStaleRequests(set));
        return
        [
            .. problems
                .OrderBy(problem => problem.File, StringComparer.Ordinal)
                .ThenBy(problem => problem.Line)
                .ThenBy(problem => problem.Column),
        ];
    }

    private static IEnumerable<ManifestProblem> Check(
        Manifest manifest,
        ILookup<(string?, string?, string), FieldPath?> unreadable
    )
    {
        var problems = FindMetadataErrors(manifest)
            .Concat(manifest.FindErrors())
            .DistinctBy(error => error.Field.Equals(NameField) ? $"{NameField}" : $"{error}")
            .Select(error => manifest.Problem(error));

        // A part that could not be read is missing from the object; that it seems to be missing is no second fault.
        return problems.Where(problem =>
            !unreadable[(problem.Kind, problem.Name, problem.File)].Any(field => AreRelated(field, problem.Field!))
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
        var nameFault =
            metadata.Name.Length == 0 ? "is required: name the object" : ObjectName.FindFault(metadata.Name);
        if (nameFault is not null)
        {
            yield return new FieldError(NameField, nameFault);
        }

        if (metadata.NamespaceProperty is { } name && ObjectName.FindNamespaceFault(name) is { } fault)
        {
            yield return new FieldError(FieldPath.Of("metadata", "namespace"), fault);
        }
    }

    private static bool AreRelated(FieldPath? one, FieldPath other) =>
        one is not null && (one.IsWithin(other) || other.IsWithin(one));

    private static IEnumerable<ManifestProblem> FindRepeated(IEnumerable<Manifest> manifests) =>
        manifests
            .Where(manifest => manifest.Key.Name.Length > 0)
            .GroupBy(manifest => (manifest.Kind, manifest.Key))
            .SelectMany(same =>
                same.Skip(1)
                    .Select(repeated =>
                        repeated.Problem(
                            new FieldError(
                                NameField,
                                $"is declared a second time, first at {same.First().Place}: remove one of the two"
                            )
                        )
                    )
            );

    private static IEnumerable<ManifestProblem> FindDuplicateTenantIds(IEnumerable<Manifest<Tenant>> tenants)
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
                    .Problem(
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

    private static IEnumerable<ManifestProblem> NoteStaleRequests(ManifestSet set) =>
        set.Of<BillingEvent>()
            .SelectMany(billingEvent =>
                ManifestAnnotations
                    .FindNotes(
                        (billingEvent.Entity.Metadata.Annotations ?? new Dictionary<string, string>()).AsReadOnly()
                    )
                    .Select(note => billingEvent.Problem(note, isNote: true))
            );

    private static IEnumerable<ManifestProblem> NoteAbsentSettings(ManifestSet set)
    {
        var names = set.Of<BillingServerSettings>().Select(settings => settings.Entity.Metadata.Name).ToHashSet();
        foreach (var billingEvent in set.Of<BillingEvent>())
        {
            var name = billingEvent.Entity.Spec.ServerSettingsRef?.Name ?? "default";
            if (!names.Contains(name))
            {
                yield return billingEvent.Problem(
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
