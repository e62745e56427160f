using System.Text.Json;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Entities;

public sealed class TimeConverterTests
{
    private static readonly DateTime Time =
        new DateTime(2026, 11, 30, 21, 59, 59, DateTimeKind.Utc) + TimeSpan.FromTicks(1_234_567);

    private static readonly JsonSerializerOptions Options = EntityJson.Options([]);

    [Fact]
    public void Lease_and_event_times_have_exactly_six_digits_and_Z()
    {
        var lease = new V1Lease
        {
            Spec = new V1LeaseSpec { AcquireTime = Time, RenewTime = WholeSecond(Time) },
        };
        var reported = new Eventsv1Event
        {
            EventTime = Time,
            Series = new Eventsv1EventSeries { Count = 2, LastObservedTime = Time },
        };

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
        var lease = JsonSerializer.Deserialize<V1Lease>(
            $$$"""{"metadata":{"creationTimestamp":"{{{text}}}"},"spec":{"renewTime":"{{{text}}}"}}""",
            Options
        )!;

        lease.Spec.RenewTime.Should().Be(WholeSecond(Time));
        lease.Metadata.CreationTimestamp.Should().Be(WholeSecond(Time));
    }

    private static DateTime WholeSecond(DateTime time) =>
        time - TimeSpan.FromTicks(time.Ticks % TimeSpan.TicksPerSecond);

    private static string Json(V1Lease lease) => JsonSerializer.Serialize(lease, Options);

    private static string Json(Eventsv1Event e) => JsonSerializer.Serialize(e, Options);
}
