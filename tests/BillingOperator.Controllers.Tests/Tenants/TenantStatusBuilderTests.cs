using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Controllers.Conditions;
using BillingOperator.Controllers.Tenants;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class TenantStatusBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly TenantBilling OnPremises = new()
    {
        Billable = Billable.PureConnect,
        Deployment = Deployment.OnPremises,
    };

    [Fact]
    public void A_billable_tenant_is_ready_and_uploaded_when_its_receipt_is_there()
    {
        var tenant = Acme(OnPremises);
        var declaration = TenantObjects.Declare(tenant);
        var record = RecordRenderer.Describe(declaration, BillingPeriod.Parse("2026-11"));
        var receipt = Receipt("pureconnect", Now) with { Sha256 = RecordRenderer.HashOf(record) };
        var inputs = Inputs(tenant) with { Targets = [Target("pureconnect")] };

        Find(inputs, ConditionTypes.Ready)
            .Should()
            .Be(("True", TenantReasons.Billable, "Takes part in the runs of the BillingEvents that select it."));
        Find(inputs, ConditionTypes.Stalled).Should().BeNull();
        Find(inputs, ConditionTypes.Uploaded)!.Value.Reason.Should().Be(TenantReasons.NotYetUploaded);

        var uploaded = inputs with { Pending = [receipt] };
        Find(uploaded, ConditionTypes.Uploaded)
            .Should()
            .Be(("True", TenantReasons.Uploaded, "Uploaded by BillingEvent pureconnect for 2026-11."));

        var before = new TenantStatus { Uploads = [receipt] };
        Find(inputs with { Tenant = tenant with { Status = before } }, ConditionTypes.Uploaded)!
            .Value.Reason.Should()
            .Be(TenantReasons.Uploaded, "a receipt that was written before counts as much");
    }

    [Fact]
    public void A_billable_tenant_that_no_event_selects_is_ready_and_not_uploaded() =>
        Find(Inputs(Acme(OnPremises)), ConditionTypes.Uploaded)!.Value.Reason.Should().Be(TenantReasons.NotSelected);

    [Fact]
    public void A_tenant_that_is_not_billable_is_ready_and_has_nothing_to_upload()
    {
        var inputs = Inputs(Acme(billing: null)) with { Targets = [Target("pureconnect")] };

        Find(inputs, ConditionTypes.Ready)
            .Should()
            .Be(("True", TenantReasons.NotBillable, "Declared as not billable."));
        Find(inputs, ConditionTypes.Stalled).Should().BeNull();
        Find(inputs, ConditionTypes.Uploaded)
            .Should()
            .Be(("False", TenantReasons.NotBillable, "Not billable, so there is nothing to upload."));
    }

    [Fact]
    public void A_tenant_that_breaks_a_rule_is_stalled_and_says_where()
    {
        var tenant = Acme(OnPremises with { SourceId = "5" });
        var inputs = Inputs(tenant) with { Targets = [Target("pureconnect")] };
        var message = inputs.State.Message;

        message.Should().StartWith("spec.billing.sourceId: ");
        Find(inputs, ConditionTypes.Ready).Should().Be(("False", TenantReasons.Invalid, message));
        Find(inputs, ConditionTypes.Stalled).Should().Be(("True", TenantReasons.Invalid, message));
        Find(inputs, ConditionTypes.Uploaded)
            .Should()
            .Be(("False", TenantReasons.Invalid, "Not uploaded while the tenant is not valid."));
    }

    [Fact]
    public void A_tenant_whose_id_belongs_to_another_is_stalled_and_names_the_holder()
    {
        var tenant = Acme(OnPremises);
        var declaration = TenantObjects.Declare(tenant);
        var state = TenantState.Of(declaration, declaration with { Namespace = "other" });
        var inputs = Inputs(tenant) with { State = state };

        Find(inputs, ConditionTypes.Ready).Should().Be(("False", TenantReasons.DuplicateTenantId, state.Message));
        Find(inputs, ConditionTypes.Stalled).Should().Be(("True", TenantReasons.DuplicateTenantId, state.Message));
        var status = new TenantStatusBuilder(inputs).Build();
        status.TenantIdHeldBy!.Namespace.Should().Be("other");
        status.TenantId.Should().BeNull("an id that belongs to another is not this tenant's");
    }

    [Fact]
    public void A_tenant_whose_id_was_released_is_stalled()
    {
        var tenant = Acme(OnPremises);
        var state = TenantState.Of(TenantObjects.Declare(tenant), holder: null);
        var inputs = Inputs(tenant) with { State = state };

        Find(inputs, ConditionTypes.Ready).Should().Be(("False", TenantReasons.TenantIdReleased, state.Message));
        Find(inputs, ConditionTypes.Stalled).Should().Be(("True", TenantReasons.TenantIdReleased, state.Message));
    }

    [Fact]
    public void A_tenant_that_is_being_deleted_is_not_ready_and_waits_for_nobody()
    {
        var tenant = Acme(OnPremises, deleted: true);
        var inputs = Inputs(tenant) with { Targets = [Target("pureconnect")] };

        Find(inputs, ConditionTypes.Ready).Should().Be(("False", TenantReasons.BeingDeleted, inputs.State.Message));
        Find(inputs, ConditionTypes.Stalled).Should().BeNull();
        Find(inputs, ConditionTypes.Uploaded)!.Value.Reason.Should().Be(TenantReasons.BeingDeleted);
    }

    [Fact]
    public void The_first_valid_id_of_a_tenant_stays_whatever_it_declares_later()
    {
        var invalid = Acme(OnPremises with { SourceId = "5" });

        Build(Acme(OnPremises)).TenantId.Should().Be("acme");
        Build(invalid).TenantId.Should().BeNull("its id is not established before it was valid once");
        Build(invalid with { Status = new TenantStatus { TenantId = "first" } }).TenantId.Should().Be("first");
        Build(Acme(billing: null) with { Status = new TenantStatus { TenantId = "first" } })
            .TenantId.Should()
            .Be("first");
    }

    [Fact]
    public void The_period_is_the_newest_of_the_receipts()
    {
        Build(Acme(OnPremises)).BillingPeriod.Should().BeNull();

        var tenant = Acme(OnPremises) with { Status = new TenantStatus { Uploads = [Receipt("pureconnect", Now)] } };
        var earlier = Receipt("pureconnect", Now) with { BillingPeriod = "2026-10" };
        var status = new TenantStatusBuilder(Inputs(tenant) with { Pending = [earlier] }).Build();

        status.BillingPeriod.Should().Be("2026-11");
        status.Uploads.Should().HaveCount(2);
    }

    [Fact]
    public void A_condition_that_keeps_its_status_keeps_its_time()
    {
        var since = Now.AddDays(-1);
        var ready = new V1Condition
        {
            Type = ConditionTypes.Ready,
            Status = "True",
            Reason = TenantReasons.NotBillable,
            Message = "",
            LastTransitionTime = since.UtcDateTime,
        };

        var status = Build(Acme(OnPremises) with { Status = new TenantStatus { Conditions = [ready] } });

        status.ObservedGeneration.Should().Be(7);
        status.Conditions!.Should().OnlyContain(condition => condition.ObservedGeneration == 7);
        status
            .Conditions!.Select(condition => (condition.Type, condition.LastTransitionTime))
            .Should()
            .Equal((ConditionTypes.Ready, since.UtcDateTime), (ConditionTypes.Uploaded, Now.UtcDateTime));
    }

    /// <summary>One more than the CRD allows would make the API server refuse the status for ever.</summary>
    [Fact]
    public void The_receipt_of_one_event_too_many_takes_the_place_of_the_oldest()
    {
        var tenant = Acme(OnPremises) with
        {
            Status = new TenantStatus
            {
                Uploads = [.. Enumerable.Range(0, 256).Select(i => Receipt($"event-{i:d3}", Now.AddDays(i - 300)))],
            },
        };

        var status = new TenantStatusBuilder(Inputs(tenant) with { Pending = [Receipt("newest", Now)] }).Build();

        status.Uploads.Should().HaveCount(256);
        status.Uploads!.Select(upload => upload.Event).Should().Contain("newest").And.NotContain("event-000");
    }

    private static TenantStatus Build(Tenant tenant) => new TenantStatusBuilder(Inputs(tenant)).Build();

    private static (string Status, string Reason, string Message)? Find(TenantStatusInputs inputs, string type) =>
        ConditionSet.Find(new TenantStatusBuilder(inputs).Build().Conditions, type) is { } found
            ? (found.Status, found.Reason, found.Message)
            : null;

    /// <summary>The tenant alone in its cluster, without an event that selects it.</summary>
    private static TenantStatusInputs Inputs(Tenant tenant)
    {
        var declaration = TenantObjects.Declare(tenant);
        return new TenantStatusInputs
        {
            Tenant = tenant,
            State = TenantState.Of(declaration, declaration),
            Now = Now,
        };
    }

    private static Tenant Acme(TenantBilling? billing, bool deleted = false) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                NamespaceProperty = "tenants",
                Name = "acme",
                Generation = 7,
                DeletionTimestamp = deleted ? Now.UtcDateTime : null,
            },
            Spec = new TenantSpec { Billing = billing },
        };

    private static UploadTarget Target(string eventName) =>
        new(eventName, ("uid", 1), null, BillingPeriodKind.Monthly, Location: null, NewestPeriod: null);

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
