using System.Text.Json;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Tests.Entities;

public sealed class TimeConverterTests
{
    private static readonly DateTimeOffset Time =
        new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.FromHours(2)) + TimeSpan.FromTicks(1_234_567);

    [Fact]
    public void Lease_and_event_times_have_exactly_six_digits_and_Z()
    {
        var lease = new V1Lease
        {
            Spec = new V1LeaseSpec { AcquireTime = Time, RenewTime = WholeSecond(Time) },
        };
        var reported = new V1Event { EventTime = Time, Series = new V1EventSeries(2, Time) };

        Json(lease).Should().Contain("\"acquireTime\":\"2026-11-30T21:59:59.123456Z\"");
        Json(lease).Should().Contain("\"renewTime\":\"2026-11-30T21:59:59.000000Z\"");
        Json(reported).Should().Contain("\"eventTime\":\"2026-11-30T21:59:59.123456Z\"");
        Json(reported).Should().Contain("\"lastObservedTime\":\"2026-11-30T21:59:59.123456Z\"");
    }

    [Fact]
    public void Metadata_times_have_whole_seconds_and_Z()
    {
        var lease = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = "a", CreationTimestamp = Time },
        };

        Json(lease).Should().Contain("\"creationTimestamp\":\"2026-11-30T21:59:59Z\"");
    }

    [Theory]
    [InlineData("2026-11-30T21:59:59Z")]
    [InlineData("2026-11-30T23:59:59+02:00")]
    [InlineData("2026-11-30T21:59:59.000000000Z")]
    public void Times_are_read_in_any_precision_and_zone(string text)
    {
        var lease = JsonSerializer.Deserialize(
            $$$"""{"metadata":{"creationTimestamp":"{{{text}}}"},"spec":{"renewTime":"{{{text}}}"}}""",
            KubernetesJsonContext.Default.V1Lease
        )!;

        lease.Spec.RenewTime.Should().Be(WholeSecond(Time));
        lease.Metadata.CreationTimestamp.Should().Be(WholeSecond(Time));
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset time) =>
        time - TimeSpan.FromTicks(time.Ticks % TimeSpan.TicksPerSecond);

    private static string Json(V1Lease lease) => JsonSerializer.Serialize(lease, KubernetesJsonContext.Default.V1Lease);

    private static string Json(V1Event e) => JsonSerializer.Serialize(e, KubernetesJsonContext.Default.V1Event);
}
