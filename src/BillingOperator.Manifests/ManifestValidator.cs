using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;

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
        problems.AddRange(set.Tenants.SelectMany(tenant => Check(tenant, CheckTenant, unreadable)));
        problems.AddRange(set.Settings.SelectMany(settings => Check(settings, CheckSettings, unreadable)));
        problems.AddRange(set.Events.SelectMany(billingEvent => Check(billingEvent, CheckEvent, unreadable)));
        problems.AddRange(FindRepeated(set.Tenants));
        problems.AddRange(FindRepeated(set.Settings));
        problems.AddRange(FindRepeated(set.Events));
        problems.AddRange(FindDuplicateTenantIds(set.Tenants));
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

    private static IReadOnlyList<FieldError> CheckTenant(Tenant tenant) =>
        TenantValidator.Validate(tenant.Spec, tenant.Metadata.Name);

    private static IReadOnlyList<FieldError> CheckSettings(BillingServerSettings settings) =>
        BillingServerSettingsValidator.Validate(settings.Spec);

    private static IReadOnlyList<FieldError> CheckEvent(BillingEvent billingEvent) =>
        BillingEventValidator.Validate(billingEvent.Spec, billingEvent.Metadata.Name);

    private static IEnumerable<ManifestProblem> Check<TEntity>(
        Manifest<TEntity> manifest,
        Func<TEntity, IReadOnlyList<FieldError>> check,
        ILookup<(string?, string?, string), FieldPath?> unreadable
    )
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var metadata = manifest.Entity.Metadata;
        var annotations = metadata.Annotations ?? new Dictionary<string, string>();
        var billingPeriod = (manifest.Entity as BillingEvent)?.Spec.BillingPeriod;
        var problems = CheckMetadata(metadata)
            .Concat(LabelRules.Validate(metadata.Labels, annotations))
            .Concat(ManifestAnnotations.FindFaults(manifest.Entity.Kind, annotations, billingPeriod))
            .Concat(check(manifest.Entity))
            .DistinctBy(error => error.Field.Equals(NameField) ? $"{NameField}" : $"{error}")
            .Select(error => manifest.Problem(error));

        // A part that could not be read is missing from the object; that it seems to be missing is no second fault.
        return problems.Where(problem =>
            !unreadable[(problem.Kind, problem.Name, problem.File)].Any(field => AreRelated(field, problem.Field!))
        );
    }

    private static IEnumerable<FieldError> CheckMetadata(V1ObjectMeta metadata)
    {
        var nameFault =
            metadata.Name.Length == 0 ? "is required: name the object" : ObjectName.FindFault(metadata.Name);
        if (nameFault is not null)
        {
            yield return new FieldError(NameField, nameFault);
        }

        if (metadata.Namespace is { } name && ObjectName.FindNamespaceFault(name) is { } fault)
        {
            yield return new FieldError(FieldPath.Of("metadata", "namespace"), fault);
        }
    }

    private static bool AreRelated(FieldPath? one, FieldPath other) =>
        one is not null && (one.IsWithin(other) || other.IsWithin(one));

    private static IEnumerable<ManifestProblem> FindRepeated<TEntity>(IEnumerable<Manifest<TEntity>> manifests)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        manifests
            .Where(manifest => manifest.Entity.Metadata.Name.Length > 0)
            .GroupBy(manifest => EntityKey.Of(manifest.Entity))
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

    private static IEnumerable<ManifestProblem> FindDuplicateTenantIds(IEnumerable<Manifest<Tenant>> tenants) =>
        tenants
            .DistinctBy(tenant => EntityKey.Of(tenant.Entity))
            .GroupBy(tenant => tenant.Entity.Spec.TenantId ?? tenant.Entity.Metadata.Name)
            .Where(same => same.Key.Length > 0)
            .SelectMany(same =>
                same.Skip(1)
                    .Select(duplicate =>
                        duplicate.Problem(
                            new FieldError(
                                FieldPath.Of("spec", "tenantId"),
                                $"{Quoted.Text(same.Key)} is the tenant id of {EntityKey.Of(same.First().Entity)} "
                                    + $"at {same.First().Place} too ({TenantReasons.DuplicateTenantId}): choose another id"
                            )
                        )
                    )
            );

    private static IEnumerable<ManifestProblem> NoteStaleRequests(ManifestSet set) =>
        set.Events.SelectMany(billingEvent =>
            ManifestAnnotations
                .FindNotes(billingEvent.Entity.Metadata.Annotations ?? new Dictionary<string, string>())
                .Select(note => billingEvent.Problem(note, isNote: true))
        );

    private static IEnumerable<ManifestProblem> NoteAbsentSettings(ManifestSet set)
    {
        var names = set.Settings.Select(settings => settings.Entity.Metadata.Name).ToHashSet();
        foreach (var billingEvent in set.Events)
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
