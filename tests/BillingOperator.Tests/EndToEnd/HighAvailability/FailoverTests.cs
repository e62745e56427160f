using System.Globalization;
using Xunit.Abstractions;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>
/// Two and three replicas as processes of their own, whose leader ends again and again. That one writes at a time is shown
/// by the API server's audit log, where each replica is a user of its own.
/// </summary>
/// <remarks>
/// A frozen leader has rarely a write between its check and the socket: what holds such a write back is shown by the client's
/// own tests of its fence, request by request.
/// <c>BILLING_TEST_FAILOVERS</c> asks for more failovers than the usual, with random endings; <c>BILLING_TEST_SEED</c>
/// repeats the random choices of an earlier run.
/// </remarks>
[Collection(Alone.Name)]
public sealed class FailoverTests(Installation installation, ITestOutputHelper output) : IClassFixture<Installation>
{
    private const int Tenants = 300;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BoundOfCleanStop = TimeSpan.FromSeconds(8);

    private static readonly (Ending, Work)[] OfTwoReplicas =
    [
        (Ending.Stopped, Work.Statuses),
        (Ending.Killed, Work.Upload),
    ];

    private static readonly (Ending, Work)[] OfThreeReplicas =
    [
        (Ending.Frozen, Work.Upload),
        (Ending.CutOff, Work.Statuses),
        (Ending.Robbed, Work.Statuses),
        (Ending.Stopped, Work.Upload),
    ];

    [Fact]
    public async Task However_a_leader_ends_the_next_one_writes_within_20_seconds_and_never_do_two()
    {
        var seed = Number("BILLING_TEST_SEED") ?? Random.Shared.Next();
        output.WriteLine($"BILLING_TEST_SEED={seed}");
        var random = new Random(seed);
        using var site = await installation.CreateSiteAsync("failover");
        await using var drill = new FailoverDrill(installation, site, Tenants, random);
        await PrepareAsync(site, drill);
        var failovers = new List<Failover>();

        foreach (var (ending, work) in OfTwoReplicas)
        {
            failovers.Add(Say(await drill.EndLeaderAsync(ending, work)));
        }
        await drill.Replicas.StartAsync();
        foreach (var (ending, work) in OfThreeReplicas)
        {
            failovers.Add(Say(await drill.EndLeaderAsync(ending, work)));
        }
        while (failovers.Count < Number("BILLING_TEST_FAILOVERS"))
        {
            var ending = random.GetItems(Enum.GetValues<Ending>(), 1)[0];
            var work = random.GetItems(Enum.GetValues<Work>(), 1)[0];
            failovers.Add(Say(await drill.EndLeaderAsync(ending, work)));
        }

        await drill.StatusesShouldFollowAsync();
        await site.Bucket.ShouldBeWholeAsync(site.Name);
        var writes = await drill.Audit.WritesAsync();
        var overlaps = AuditLog.Overlaps(writes);
        Summarize(failovers, writes, overlaps);
        overlaps.Should().BeEmpty();
        failovers.Should().OnlyContain(one => one.Took <= (one.Ending == Ending.Stopped ? BoundOfCleanStop : Bound));
    }

    private static async Task PrepareAsync(Site site, FailoverDrill drill)
    {
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyEventAsync(enabled: true, "runOnEnable: false");
        await site.CreateAsync(Enumerable.Range(0, Tenants).Select(i => site.CloudTenant(TenantChanges.NameOf(i))));
        await drill.Replicas.AllowAsync();
        await drill.Replicas.StartAsync();
        await drill.Replicas.StartAsync();
        await drill.StatusesShouldFollowAsync();
        await site.SettingsAsync(it => it.Has("Ready", "True"));
    }

    private Failover Say(Failover failover)
    {
        output.WriteLine(failover.ToString());
        return failover;
    }

    private void Summarize(
        List<Failover> failovers,
        IReadOnlyList<AuditedWrite> writes,
        IReadOnlyList<AuditedWrite> overlaps
    )
    {
        double[] times =
        [
            .. failovers.Where(one => one.Ending != Ending.Stopped).Select(one => one.Took.TotalSeconds).Order(),
        ];
        var stops = failovers.Where(one => one.Ending == Ending.Stopped).Select(one => one.Took.TotalSeconds);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{failovers.Count} failovers: median {times[times.Length / 2]:0.0} s, max {times[^1]:0.0} s, "
                    + $"after a clean stop at most {stops.Max():0.0} s; "
                    + $"{overlaps.Count} overlapping writes of {writes.Count(write => write.IsOfStatus):N0}"
            )
        );
        foreach (var overlap in overlaps)
        {
            output.WriteLine(overlap.ToString());
        }
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
