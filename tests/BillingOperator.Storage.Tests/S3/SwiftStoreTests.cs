using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using Xunit.Abstractions;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>OpenStack Swift: a store that refuses conditional writes, and knows its region.</summary>
public sealed class SwiftStoreTests(SwiftEnvironment s3, ITestOutputHelper output)
    : S3StoreContract(s3, docsColumn: 2, output),
        IClassFixture<SwiftEnvironment>
{
    [Fact]
    public async Task Required_conditional_writes_are_said_to_be_refused()
    {
        var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings => settings with { ConditionalWrites = ConditionalWrites.Required }
        );
        await store.IsUnsupportedAsync(PutCondition.IfAbsent);
        await store.PutAsync(Item("a", "0"), default);
        await store.IsUnsupportedAsync(PutCondition.IfMatch((await store.GetAsync("a", default))!.ETag));
    }

    [Fact]
    public async Task A_wrong_region_is_told_with_the_right_one()
    {
        var store = s3.Store(await s3.CreateBucketAsync(), settings => settings with { Region = "eu-central-1" });
        await store.FailsAsync(ObjectStoreFailure.WrongRegion, "us-east-1");
    }
}
