using BillingOperator.Api.Tenants;
using BillingOperator.Controllers.Tenants;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class ReceiptsTests
{
    [Fact]
    public void The_three_newest_periods_of_each_event_are_kept()
    {
        var kept = Receipts.Merge(
            [Receipt("a", "2026-08"), Receipt("a", "2026-10"), Receipt("b", "2026-01"), Receipt("a", "2026-09")],
            [Receipt("a", "2026-11"), Receipt("a", "2026-07")]
        );

        kept!
            .Select(receipt => (receipt.Event, receipt.BillingPeriod))
            .Should()
            .Equal(("a", "2026-10"), ("b", "2026-01"), ("a", "2026-09"), ("a", "2026-11"));
    }

    /// <summary>The API server keeps the order of what is there when it merges; another order would be written for ever.</summary>
    [Fact]
    public void A_new_receipt_takes_the_place_of_the_one_for_the_same_event_and_period()
    {
        var kept = Receipts.Merge(
            [Receipt("b", "2026-10"), Receipt("a", "2026-10")],
            [Receipt("b", "2026-10") with { RunId = "newer" }]
        );

        kept!.Select(receipt => (receipt.Event, receipt.RunId)).Should().Equal(("b", "newer"), ("a", "run"));
    }

    [Fact]
    public void Days_do_not_push_out_months()
    {
        var kept = Receipts.Merge(
            [Receipt("a", "2026-11-21"), Receipt("a", "2026-11-22"), Receipt("a", "2026-11-23")],
            [Receipt("a", "2026-11")]
        );

        kept.Should().HaveCount(4);
    }

    [Fact]
    public void Without_news_the_receipts_are_the_very_same()
    {
        IReadOnlyList<UploadReceipt> present = [Receipt("a", "2026-11")];

        Receipts.Merge(present, []).Should().BeSameAs(present);
    }

    private static UploadReceipt Receipt(string eventName, string period) =>
        new()
        {
            Event = eventName,
            BillingPeriod = period,
            RunId = "run",
            Key = "key",
            Sha256 = new string('0', 64),
        };
}
