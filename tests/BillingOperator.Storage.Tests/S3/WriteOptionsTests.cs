using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

[Collection(S3Tests.Name)]
public sealed class WriteOptionsTests(CephEnvironment s3) : IDisposable
{
    private readonly S3Relay _relay = new(s3.Server.Endpoint);

    [Fact]
    public async Task Every_option_is_on_the_wire()
    {
        var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings =>
                settings with
                {
                    Endpoint = _relay.Endpoint,
                    ExpectedBucketOwner = "123456789012",
                    Acl = "BucketOwnerFullControl",
                    StorageClass = "STANDARD",
                    Tags = new Dictionary<string, string> { ["team"] = "finance & more", ["app"] = "billing" },
                    Encryption = new()
                    {
                        Type = EncryptionType.SseKms,
                        KmsKeyId = "billing-key",
                        BucketKeyEnabled = true,
                    },
                }
        );
        await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default);

        var headers = _relay.Requests.First(request => request.Line.StartsWith("PUT ", default)).Headers;

        headers["If-None-Match"].Should().Be("*");
        headers["Content-Type"].Should().Be("application/json");
        headers["Content-MD5"].Should().Be("xMpCOKC5I4INzFCab3WEmw==");
        headers["x-amz-checksum-sha256"].Should().Be("a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=");
        headers["x-amz-expected-bucket-owner"].Should().Be("123456789012");
        headers["x-amz-acl"].Should().Be("bucket-owner-full-control");
        headers["x-amz-storage-class"].Should().Be("STANDARD");
        headers["x-amz-tagging"].Should().Be("app=billing&team=finance%20%26%20more");
        headers["x-amz-server-side-encryption"].Should().Be("aws:kms");
        headers["x-amz-server-side-encryption-aws-kms-key-id"].Should().Be("billing-key");
        headers["x-amz-server-side-encryption-bucket-key-enabled"].Should().Be("true");
        headers["Transfer-Encoding"].Should().BeNull();
        headers["Content-Encoding"].Should().BeNull();
        headers["x-amz-trailer"].Should().BeNull();
        headers["Expect"].Should().BeNull();
    }

    [Fact]
    public async Task No_option_is_on_the_wire_where_none_is_set()
    {
        var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings =>
                settings with
                {
                    Endpoint = _relay.Endpoint,
                    Encryption = new() { Type = EncryptionType.None },
                }
        );
        await store.PutAsync(Item("a", "1"), default);
        _relay
            .Requests.Single()
            .Headers.AllKeys.Select(name => name!.ToLowerInvariant())
            .Where(name => name.StartsWith("x-amz-", default))
            .Should()
            .BeEquivalentTo("x-amz-checksum-sha256", "x-amz-content-sha256", "x-amz-date");
    }

    [Fact]
    public async Task Options_are_kept_by_the_store()
    {
        var bucket = await s3.CreateBucketAsync();
        var store = s3.Store(
            bucket,
            settings =>
                settings with
                {
                    Tags = new Dictionary<string, string> { ["team"] = "finance & more" },
                    Encryption = new() { Type = EncryptionType.SseKms, KmsKeyId = "billing-key" },
                }
        );
        await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default);

        var tags = await s3.Admin.GetObjectTaggingAsync(new GetObjectTaggingRequest { BucketName = bucket, Key = "a" });
        tags.Tagging.Should().ContainSingle().Which.Value.Should().Be("finance & more");
        var head = await s3.Admin.GetObjectMetadataAsync(bucket, "a");
        head.ServerSideEncryptionMethod.Value.Should().Be("aws:kms");
        head.ServerSideEncryptionKeyManagementServiceKeyId.Should().Be("billing-key");
        head.Headers.ContentType.Should().Be("application/json");
        (await store.TextAsync("a")).Should().Be("1");
        (await store.ListedAsync("")).Should().ContainSingle();
    }

    [Fact]
    public async Task Objects_are_locked_from_now_for_the_days_that_the_settings_say()
    {
        var bucket = await s3.CreateBucketAsync(objectLock: true);
        var settings = s3.Settings(
            bucket,
            s3Settings =>
                s3Settings with
                {
                    ObjectLock = new() { Mode = "GOVERNANCE", RetainDays = 30 },
                }
        );
        await s3.Store(settings).PutAsync(Item("a", "1", PutCondition.IfAbsent), default);

        var head = await s3.Admin.GetObjectMetadataAsync(bucket, "a");
        head.ObjectLockMode.Value.Should().Be("GOVERNANCE");
        var end = head.ObjectLockRetainUntilDate!.Value.ToUniversalTime();
        end.Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddDays(30).UtcDateTime, TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _relay.Dispose();
}
