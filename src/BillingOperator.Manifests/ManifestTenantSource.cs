using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Tenants;
using BillingOperator.Billing.Validation;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>The tenants of some manifests, each with what is wrong with its manifest.</summary>
/// <param name="set">The manifests.</param>
public sealed class ManifestTenantSource(ManifestSet set) : ITenantSource
{
    private readonly TenantDeclaration[] _tenants = Declare(set);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<TenantDeclaration>> TakeViewAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<TenantDeclaration>>(_tenants);

    private static TenantDeclaration[] Declare(ManifestSet set)
    {
        var errors = new ManifestErrors(set);
        // One that is declared twice is wrong both times, and is one tenant.
        return
        [
            .. set.Of<Tenant>()
                .DistinctBy(tenant => tenant.Key)
                .Select(tenant => Declare(tenant.Entity, errors.OfDeclaration(tenant))),
        ];
    }

    private static TenantDeclaration Declare(Tenant tenant, IReadOnlyList<FieldError> errors) =>
        new()
        {
            Namespace = tenant.Namespace() ?? "",
            Name = tenant.Metadata.Name,
            Spec = tenant.Spec,
            Labels = tenant.Metadata.Labels?.AsReadOnly(),
            DeclarationErrors = errors,
        };
}
