using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BillingOperator.Billing.ObjectStores;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

[Collection(S3Tests.Name)]
public sealed class RequestMetricTests(CephEnvironment s3)
{
    [Fact]
    public async Task Requests_are_counted_by_operation_and_code()
    {
        var store = s3.Store(await s3.CreateBucketAsync());
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: "BillingOperator.Storage", Name: "billing_s3_requests_total" })
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) => seen.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))
        );
        listener.Start();

        await store.PutAsync(Item("a", "1"), default);
        await store.PutAsync(Item("a", "2", PutCondition.IfAbsentOrRepeat), default);
        await store.GetAsync("b", default);
        await store.ListedAsync("");

        seen.Should()
            .Equal(
                "operation=PutObject code=200",
                "operation=PutObject code=412",
                "operation=GetObject code=404",
                "operation=ListObjectsV2 code=200"
            );
    }
}
