using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Controllers.Events;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Controllers.Tests.Tenants;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class RunReceiptsTests
{
    private static readonly RunSpec Order = new()
    {
        Event = "pureconnect",
        RunId = "run-1",
        Trigger = "Request",
        Slot = default,
        Period = BillingPeriod.Parse("2026-11"),
        Location = "s3://billing",
        Cluster = "test",
        OperatorVersion = "0.0.0",
    };

    private readonly TenantCacheFake _tenants = new();

    [Fact]
    public void A_receipt_names_the_run_and_the_place()
    {
        var tenant = Tenant("acme");

        var receipt = ToWrite([tenant], [tenant]).Should().ContainSingle().Subject;

        receipt.Location.Should().Be("s3://billing");
        receipt.RunId.Should().Be("run-1");
    }

    /// <summary>As after a crash between the commit and the receipts: the run is adopted, and the tenant is another by now.</summary>
    [Fact]
    public void A_tenant_that_was_changed_or_taken_out_of_the_event_since_gets_its_receipt_all_the_same()
    {
        var tenant = Tenant("acme");
        var changed = tenant with
        {
            Spec = tenant.Spec with { Billing = new TenantBilling { Billable = Billable.NotBillable } },
            Metadata = tenant.Metadata with { Generation = 8, Labels = new Dictionary<string, string>() },
        };

        ToWrite([tenant], [changed]).Should().ContainSingle();
    }

    [Fact]
    public void A_tenant_that_is_gone_gets_none() => ToWrite([Tenant("acme")], []).Should().BeEmpty();

    [Fact]
    public void A_receipt_that_says_the_same_is_not_written_again()
    {
        var tenant = Tenant("acme");
        var receipt = ToWrite([tenant], [tenant]).Single() with { RunId = "an earlier run" };

        ToWrite([tenant], [tenant with { Status = new TenantStatus { Uploads = [receipt] } }]).Should().BeEmpty();
    }

    [Fact]
    public void A_receipt_of_another_place_or_period_does_not_stand_for_this_one()
    {
        var tenant = Tenant("acme");
        var receipt = ToWrite([tenant], [tenant]).Single();
        UploadReceipt[] others =
        [
            receipt with
            {
                Location = "s3://elsewhere",
            },
            receipt with
            {
                Location = null,
            },
            receipt with
            {
                BillingPeriod = "2026-10",
            },
        ];

        foreach (var other in others)
        {
            ToWrite([tenant], [tenant with { Status = new TenantStatus { Uploads = [other] } }])
                .Should()
                .Equal(receipt);
        }
    }

    private List<UploadReceipt> ToWrite(IEnumerable<Tenant> billed, IEnumerable<Tenant> present)
    {
        foreach (var tenant in present)
        {
            _tenants.Put(tenant);
        }
        var records = billed
            .Select(TenantObjects.Declare)
            .Select(tenant => RecordRenderer.Render(RecordRenderer.Describe(tenant, Order.Period), Order.Layout))
            .Select(record => new ManifestRecord(record.TenantId, record.Key, record.Content.Length, record.Sha256));
        var outcome = new RunOutcome
        {
            Manifest = new RunManifest
            {
                RunId = Order.RunId,
                Event = Order.Event,
                Trigger = Order.Trigger,
                Cluster = Order.Cluster,
                OperatorVersion = Order.OperatorVersion,
                BillingPeriod = Order.Period.Id,
                Slot = Order.Slot,
                CommittedAt = Order.Slot,
                Counts = new ManifestCounts(1, 0, 0, 1, 1),
                Csv = new ManifestCsv("key", 0, 0, ""),
                Records = [.. records],
                Skipped = [],
            },
            ManifestKey = "manifest.json",
            ManifestSha256 = null,
            UploadedTenants = new HashSet<string>(),
        };
        return [.. RunReceipts.ToWrite(outcome, Order, _tenants).Select(receipt => receipt.Value)];
    }

    private static Tenant Tenant(string name) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                NamespaceProperty = "tenants",
                Name = name,
                Uid = name,
                Generation = 7,
            },
            Spec = new TenantSpec
            {
                Billing = new TenantBilling { Billable = Billable.PureConnect, Deployment = Deployment.OnPremises },
            },
        };
}
