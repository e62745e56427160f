using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Runs;
using BillingOperator.Controllers.Events;
using BillingOperator.Controllers.Settings;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class RunSpecBuilderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_order_holds_what_run_event_settings_and_operator_say()
    {
        var selector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["tier"] = "gold" } };
        var run = Run("s3://bucket/billing") with { Slot = Now.AddHours(-1) };
        var spec = Build(new BillingEventSpec { TenantSelector = selector, UploadConcurrency = 5 }, run);

        spec.Event.Should().Be("pureconnect");
        (spec.RunId, spec.Trigger, spec.Slot).Should().Be((run.Id, run.Trigger, run.Slot));
        (spec.Period.Id, spec.IsPeriodPast).Should().Be(("2026-11", false));
        spec.TenantSelector.Should().BeSameAs(selector);
        (spec.Location, spec.Prefix).Should().Be(("s3://bucket/billing", "billing"));
        (spec.Cluster, spec.OperatorVersion).Should().Be(("green", "1.2.3"));
        spec.Concurrency.Should().Be(5);
    }

    [Fact]
    public void An_event_that_says_nothing_bills_all_tenants_with_the_usual_concurrency()
    {
        var spec = Build(new BillingEventSpec(), Run(location: null));

        spec.TenantSelector.Should().BeNull();
        spec.Concurrency.Should().Be(RunSpec.DefaultConcurrency);
    }

    [Fact]
    public void Whether_the_period_is_over_is_decided_in_the_zone_of_the_event() =>
        Build(new BillingEventSpec { TimeZone = "Europe/Berlin" }, Run(location: null)).IsPeriodPast.Should().BeTrue();

    [Theory]
    [InlineData(null, "billing")]
    [InlineData("s3://bucket/billing", "billing")]
    [InlineData("s3://bucket/before", "before")]
    [InlineData("s3://bucket", null)]
    [InlineData("s3://bucket/before?endpoint=https://elsewhere", "billing")]
    public void A_run_is_looked_up_under_the_prefix_that_it_wrote_to(string? location, string? prefix) =>
        Build(new BillingEventSpec(), Run(location)).Prefix.Should().Be(prefix);

    private static RunSpec Build(BillingEventSpec spec, ActiveRun run) =>
        RunSpecBuilder.Build(
            new BillingEvent
            {
                Metadata = new V1ObjectMeta { Name = "pureconnect" },
                Spec = spec,
            },
            run,
            new BillingServerSettings
            {
                Spec = new BillingServerSettingsSpec
                {
                    S3 = new S3Settings
                    {
                        Bucket = "bucket",
                        Region = "eu-central-1",
                        Prefix = "billing",
                    },
                },
            },
            new OperatorIdentity
            {
                Namespace = "operator",
                ClusterName = "green",
                Version = "1.2.3",
            },
            Now
        );

    private static ActiveRun Run(string? location) =>
        new()
        {
            Id = "run-1",
            BillingPeriod = "2026-11",
            Trigger = RunTrigger.Schedule,
            Location = location,
        };
}
