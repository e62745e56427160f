using BillingOperator.ControllerRuntime.Caching;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

public sealed class JitteredBackoffTests
{
    [Fact]
    public void Waits_grow_from_800_ms_to_30_s_and_start_again_after_a_good_time()
    {
        var backoff = new JitteredBackoff();
        var waits = Enumerable
            .Range(0, 50)
            .Select(_ => backoff.Next(TimeSpan.FromSeconds(5), advanced: false).TotalSeconds)
            .ToList();

        waits[0].Should().BeInRange(0.8, 1);
        waits[1].Should().BeInRange(1.6, 2);
        waits[10].Should().BeInRange(30, 37.5);
        waits[49].Should().BeInRange(30, 37.5);
        waits.Skip(10).Distinct().Should().HaveCountGreaterThan(30, "replicas must not come back in step");
        backoff.Next(TimeSpan.FromMinutes(5), advanced: false).TotalSeconds.Should().BeInRange(0.8, 1);
    }

    [Fact]
    public void A_watch_that_reported_something_starts_from_the_shortest_wait_again()
    {
        var backoff = new JitteredBackoff();
        for (var failure = 0; failure < 10; failure++)
        {
            backoff.Next(TimeSpan.Zero, advanced: false);
        }

        backoff.Next(TimeSpan.Zero, advanced: true).Should().BeLessThanOrEqualTo(TimeSpan.FromSeconds(1));
    }
}
