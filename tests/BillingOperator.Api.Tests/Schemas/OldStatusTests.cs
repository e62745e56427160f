using System.Text.Json;
using BillingOperator.Api.Serialization;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>Statuses as the version before wrote them: what is gone is passed over, and what is new is absent.</summary>
public sealed class OldStatusTests
{
    [Fact]
    public void An_event_is_read()
    {
        var read = JsonSerializer.Deserialize(
            """
            {"metadata": {"name": "pureconnect"}, "spec": {"enabled": true}, "status": {
              "observedGeneration": 1, "lastHandledRequest": "before", "enabledAt": "2026-10-20T10:00:00Z",
              "schedule": {"expression": "@daily", "timeZone": "Etc/UTC", "handledThrough": "2026-10-20T10:00:00Z"},
              "activeRun": {"id": "r2", "billingPeriod": "2026-10", "trigger": "Request", "slot": "2026-10-20T10:00:00Z",
                "startedAt": "2026-10-20T10:00:00Z", "failedAttempts": 3},
              "history": [{"id": "r1", "billingPeriod": "2026-10", "trigger": "Enable", "slot": "2026-10-20T10:00:00Z",
                "state": "Failed", "startedAt": "2026-10-20T10:00:00Z", "finishedAt": "2026-10-20T10:00:00Z"}]}}
            """,
            BillingJsonContext.Default.BillingEvent
        )!;

        read.Status!.Requests.Should().BeNull();
        read.Status.ActiveRun!.Location.Should().BeNull();
        read.Status.ActiveRun.LastFailure.Should().BeNull();
        read.Status.History.Should().ContainSingle(run => run.Reason == null && run.Location == null);
    }

    [Fact]
    public void A_tenant_is_read()
    {
        var read = JsonSerializer.Deserialize(
            """
            {"metadata": {"name": "acme"}, "spec": {}, "status": {"observedGeneration": 1, "tenantId": "acme", "uploads": [
              {"event": "pureconnect", "billingPeriod": "2026-10", "runId": "r1", "key": "k", "sha256": "0",
               "uploadedAt": "2026-10-20T10:00:00Z", "observedGeneration": 1}]}}
            """,
            BillingJsonContext.Default.Tenant
        )!;

        read.Status!.Uploads.Should().ContainSingle(receipt => receipt.Location == null && receipt.Key == "k");
        read.Status.TenantIdHeldBy.Should().BeNull();
    }
}
