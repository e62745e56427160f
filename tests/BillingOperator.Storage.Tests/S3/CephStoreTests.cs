using BillingOperator.Billing.ObjectStores;
using Xunit.Abstractions;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Ceph's gateway: a store with users and permissions.</summary>
[Collection(S3Tests.Name)]
public sealed class CephStoreTests(CephEnvironment s3, ITestOutputHelper output)
    : S3StoreContract(s3, docsColumn: 1, output)
{
    [Fact]
    public async Task Changed_keys_in_the_Secret_count_from_the_next_request_on()
    {
        const string User = "rotated";
        const string Secret = "rotated-keys";
        var bucket = await s3.CreateBucketAsync();
        await s3.CreateUserAsync(User, "first-key", "first-secret");
        await s3.AllowAsync(bucket, User, "s3:PutObject");
        s3.Secrets.SetKeys(Secret, "first-key", "first-secret");
        var settings = s3.Settings(bucket) with { Credentials = new() { SecretRef = new() { Name = Secret } } };
        var store = s3.Store(settings);
        await store.PutAsync(Item("1", "1", PutCondition.IfAbsent), default);

        await s3.Ceph.RadosGwAdminAsync("key", "rm", "--uid", User, "--access-key", "first-key");
        await s3.Ceph.RadosGwAdminAsync(
            "key",
            "create",
            "--uid",
            User,
            "--access-key",
            "second-key",
            "--secret-key",
            "second-secret"
        );
        Func<Task> withOldKeys = () => store.PutAsync(Item("2", "2", PutCondition.IfAbsent), default);
        (await withOldKeys.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.InvalidCredentials);
        s3.Secrets.SetKeys(Secret, "second-key", "second-secret");

        (await store.PutAsync(Item("2", "2", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
    }

    [Fact]
    public async Task A_key_that_may_only_write_writes()
    {
        var bucket = await s3.CreateBucketAsync();
        await s3.CreateUserAsync("writer", "writer-key", "writer-secret");
        await s3.AllowAsync(bucket, "writer", "s3:PutObject");
        s3.Secrets.SetKeys("writer-keys", "writer-key", "writer-secret");
        var settings = s3.Settings(bucket) with { Credentials = new() { SecretRef = new() { Name = "writer-keys" } } };
        var store = s3.Store(settings);

        (await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
        (await store.PutAsync(Item("a", "2", PutCondition.IfAbsent), default))
            .Should()
            .Be(PutOutcome.PreconditionFailed);
        await s3.Store(bucket).PutAsync(Item("others", "1"), default);
        Func<Task> list = () => store.ListedAsync("");
        Func<Task> get = () => store.GetAsync("others", default);
        (await list.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.AccessDenied);
        (await get.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.AccessDenied);
    }
}
