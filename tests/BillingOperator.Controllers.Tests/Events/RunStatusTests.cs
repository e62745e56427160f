using BillingOperator.Api.Events;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;
using BillingOperator.Controllers.Events;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class RunStatusTests
{
    [Fact]
    public void The_message_of_a_run_names_the_first_skipped_tenants_and_counts_the_rest()
    {
        var message = RunStatus.Summarize(Committed(skipped: 10_000, reasonLength: 20));

        message
            .Should()
            .StartWith("0 records of 2026-11 are stored, 0 of them new. spec.tenantSelector matches 10000 of the 20000")
            .And.Contain("Skipped 10000: ns/tenant-0: xxx");
        message.Should().Contain("ns/tenant-2: ").And.NotContain("ns/tenant-3").And.EndWith("; and 9997 more");
    }

    [Fact]
    public void A_full_history_of_runs_with_ten_thousand_failing_tenants_fits_into_a_status()
    {
        var status = new BillingEventStatus();
        var many = Committed(skipped: 10_000, reasonLength: 5000);
        for (var run = 0; run < 150; run++)
        {
            var active = new ActiveRun
            {
                Id = $"run-{run}",
                BillingPeriod = "2026-11",
                Trigger = RunTrigger.Request,
            };
            var committed = many with { RunId = active.Id };
            status = RunStatus.Record(
                status with
                {
                    ActiveRun = active,
                },
                committed,
                new BillingEventSpec { HistoryLimit = 100 }
            );
        }

        status.History.Should().HaveCount(100);
        // etcd takes 1.5 MiB, and the object's managed fields come on top.
        status.History!.Sum(run => run.Message!.Length).Should().BeLessThan(256 * 1024);
    }

    [Theory]
    [InlineData(false, false, "5 records of 2026-11 are stored, 3 of them new.")]
    [InlineData(true, false, "3 of them new to the try that committed (what the run's earlier tries stored was there")]
    [InlineData(true, true, "5 records of 2026-11 are stored, 3 of them new to the try that committed (")]
    public void New_is_what_the_manifest_says_and_a_run_of_several_tries_says_so(bool later, bool adopted, string says)
    {
        var committed = Committed(skipped: 0, reasonLength: 0);
        var manifest = committed.Outcome.Manifest with
        {
            Counts = new ManifestCounts(5, 3, 0, 5, 5),
            Records = [.. Enumerable.Range(0, 5).Select(i => new ManifestRecord($"{i}", "key", 1, ""))],
        };
        var outcome = committed.Outcome with { Manifest = manifest, IsAdopted = adopted };

        RunStatus.Summarize(committed with { Outcome = outcome, IsLaterTry = later }).Should().Contain(says);
    }

    [Fact]
    public void Receipts_that_could_not_be_written_are_told()
    {
        var committed = Committed(skipped: 0, reasonLength: 0) with { UndeliveredReceipts = 3 };

        RunStatus.Summarize(committed).Should().Contain("The status of 3 tenants could not be written");
    }

    private static RunCommitted Committed(int skipped, int reasonLength) =>
        new()
        {
            RunId = "run-1",
            Outcome = new RunOutcome
            {
                Manifest = new RunManifest
                {
                    RunId = "run-1",
                    Event = "pureconnect",
                    Trigger = RunTrigger.Request,
                    Cluster = "test",
                    OperatorVersion = "0.0.0",
                    BillingPeriod = "2026-11",
                    Slot = default,
                    CommittedAt = default,
                    Counts = new ManifestCounts(0, 0, skipped, 20_000, 10_000),
                    Csv = new ManifestCsv("key", 0, 0, ""),
                    Records = [],
                    Skipped =
                    [
                        .. Enumerable
                            .Range(0, skipped)
                            .Select(i => new SkippedTenant($"{i}", "ns", $"tenant-{i}", new string('x', reasonLength))),
                    ],
                },
                ManifestKey = "manifest.json",
                ManifestSha256 = null,
                UploadedTenants = new HashSet<string>(),
            },
        };
}
