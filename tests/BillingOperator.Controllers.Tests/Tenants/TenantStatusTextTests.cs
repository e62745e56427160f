using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class TenantStatusTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>One more than the CRD allows would make the API server refuse the status for ever.</summary>
    [Fact]
    public void The_receipt_of_one_event_too_many_takes_the_place_of_the_oldest()
    {
        var tenant = new Tenant
        {
            Metadata = new V1ObjectMeta { Namespace = "tenants", Name = "acme" },
            Spec = new TenantSpec(),
            Status = new TenantStatus
            {
                Uploads = [.. Enumerable.Range(0, 256).Select(i => Receipt($"event-{i:d3}", Now.AddDays(i - 300)))],
            },
        };
        var declaration = ClusterTenantSource.Declare(tenant);

        var status = TenantStatusText.Describe(
            tenant,
            TenantState.Of(declaration, declaration),
            [Receipt("newest", Now)],
            [],
            Now
        );

        status.Uploads.Should().HaveCount(256);
        status.Uploads!.Select(upload => upload.Event).Should().Contain("newest").And.NotContain("event-000");
    }

    private static UploadReceipt Receipt(string eventName, DateTimeOffset at) =>
        new()
        {
            Event = eventName,
            BillingPeriod = "2026-11",
            RunId = "run",
            Key = "key",
            Sha256 = new string('0', 64),
            UploadedAt = at,
        };
}
