using System.Diagnostics;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>What is expected of a store, in the terms of these tests.</summary>
internal static class Expectations
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>A write fails soon, for this reason, in these words and without a secret.</summary>
    public static async Task FailsAsync(this S3ObjectStore store, ObjectStoreFailure failure, string says)
    {
        var watch = Stopwatch.StartNew();
        Func<Task> put = () => store.PutAsync(Item("x", "content", PutCondition.IfAbsent), default);

        var error = (await put.Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Failure.Should().Be(failure, error.Message);
        error.Message.Should().Contain(says);
        error.Message.Should().NotContain("-secret");
        watch.Elapsed.Should().BeLessThan(Soon);
    }

    /// <summary>Of two writes that are to find nothing there, the second is not done.</summary>
    public static async Task WritesOnceAsync(this S3ObjectStore store, string key)
    {
        (await store.PutAsync(Item(key, "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
        (await store.PutAsync(Item(key, "2", PutCondition.IfAbsent), default))
            .Should()
            .Be(PutOutcome.PreconditionFailed);
        (await store.TextAsync(key)).Should().Be("1");
    }

    /// <summary>Of two writes over the same object, the second is not done.</summary>
    public static async Task MatchesAsync(this S3ObjectStore store, string key)
    {
        var eTag = (await store.GetAsync(key, default))!.ETag;
        (await store.PutAsync(Item(key, "3", PutCondition.IfMatch(eTag)), default)).Should().Be(PutOutcome.Stored);
        (await store.PutAsync(Item(key, "4", PutCondition.IfMatch(eTag)), default))
            .Should()
            .Be(PutOutcome.PreconditionFailed);
        (await store.TextAsync(key)).Should().Be("3");
    }

    /// <summary>A write under a condition is refused, since the store does not know conditions.</summary>
    public static async Task IsUnsupportedAsync(this S3ObjectStore store, PutCondition condition) =>
        (
            await store
                .Invoking(it => it.PutAsync(Item("a", "1", condition), default))
                .Should()
                .ThrowAsync<ObjectStoreException>()
        )
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.ConditionalWritesUnsupported);
}
