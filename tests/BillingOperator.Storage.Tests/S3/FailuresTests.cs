using System.Diagnostics;
using Amazon;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Every failure by its name: by the S3 server itself, or by answers of AWS that this server does not give.</summary>
[Collection(S3Tests.Name)]
public sealed class FailuresTests(S3Environment s3) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private readonly S3Relay _relay = new(s3.Server.Endpoint);

    [Fact]
    public async Task A_missing_bucket() =>
        await FailsAsync(s3.Store("no-such-bucket"), ObjectStoreFailure.BucketNotFound, "s3://no-such-bucket/x");

    [Fact]
    public async Task An_unknown_access_key()
    {
        s3.Secrets.SetKeys("bad", "nobodys-key", "wrong-secret-value");
        await FailsAsync(await StoreWithSecretAsync("bad"), ObjectStoreFailure.InvalidCredentials, "credentials");
    }

    [Fact]
    public async Task A_wrong_secret_key()
    {
        s3.Secrets.SetKeys("bad", s3.Server.AccessKeyId, "wrong-secret-value");
        await FailsAsync(await StoreWithSecretAsync("bad"), ObjectStoreFailure.InvalidCredentials, "credentials");
    }

    [Fact]
    public async Task A_missing_Secret() =>
        await FailsAsync(await StoreWithSecretAsync("absent"), ObjectStoreFailure.SecretNotFound, "\"absent\"");

    [Fact]
    public async Task A_Secret_without_the_key()
    {
        s3.Secrets.Set("half", ("accessKeyId", "wrong-secret-value"));
        await FailsAsync(await StoreWithSecretAsync("half"), ObjectStoreFailure.SecretKeyMissing, "secretAccessKey");
    }

    [Fact]
    public async Task A_closed_port() =>
        await FailsAsync(
            s3.Store("b", settings => settings with { Endpoint = "http://127.0.0.1:1" }),
            ObjectStoreFailure.EndpointUnreachable,
            "http://127.0.0.1:1"
        );

    [Fact]
    public async Task An_unknown_host() =>
        await FailsAsync(
            s3.Store("b", settings => settings with { Endpoint = "http://s3.invalid" }),
            ObjectStoreFailure.EndpointUnreachable,
            "host name"
        );

    [Fact]
    public async Task TLS_where_none_is_spoken() =>
        await FailsAsync(
            s3.Store("b", settings => settings with { Endpoint = $"https://{s3.Server.Endpoint.Authority}" }),
            ObjectStoreFailure.EndpointUnreachable,
            "https://"
        );

    [Fact]
    public async Task An_unknown_KMS_key() =>
        await FailsAsync(
            s3.Store(
                await s3.CreateBucketAsync(),
                settings =>
                    settings with
                    {
                        Encryption = new() { Type = EncryptionType.SseKms, KmsKeyId = "no-key" },
                    }
            ),
            ObjectStoreFailure.EncryptionDenied,
            "kmsKeyId"
        );

    [Fact]
    public async Task A_wrong_clock()
    {
        var store = s3.Store(await s3.CreateBucketAsync());
        AWSConfigs.ManualClockCorrection = TimeSpan.FromHours(-2);
        try
        {
            await FailsAsync(store, ObjectStoreFailure.ClockSkewed, "clock");
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }

    [Fact]
    public async Task Content_damaged_on_its_way()
    {
        var store = await RelayedStoreAsync();
        _relay.Body = body => [(byte)(body[0] ^ 1), .. body[1..]];
        await FailsAsync(store, ObjectStoreFailure.ContentDamaged, "damaged");
    }

    [Fact]
    public async Task A_bucket_of_another_account()
    {
        const string Owner = "123456789012";
        var store = await RelayedStoreAsync(settings => settings with { ExpectedBucketOwner = Owner });
        _relay.Answer = request =>
            Task.FromResult(
                request.Headers["x-amz-expected-bucket-owner"] is Owner
                    ? S3Answer.Error(403, "AccessDenied", "Access Denied")
                    : null
            );
        await FailsAsync(store, ObjectStoreFailure.WrongBucketOwner, Owner);
    }

    [Fact]
    public async Task A_store_that_asks_to_slow_down_for_a_moment_is_asked_again()
    {
        var store = await RelayedStoreAsync();
        var refusals = 2;
        _relay.Answer = _ =>
            Task.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? S3Answer.Error(503, "SlowDown") : null);
        (await store.PutAsync(Item("x", "content"), default)).Should().Be(PutOutcome.Stored);
    }

    [Theory]
    [InlineData(503, "SlowDown", "", ObjectStoreFailure.Throttled, "slow down")]
    [InlineData(403, "AccessDenied", "Access Denied", ObjectStoreFailure.AccessDenied, "s3:PutObject")]
    [InlineData(403, "AccessDenied", "not authorized: kms:GenerateDataKey", ObjectStoreFailure.EncryptionDenied, "KMS")]
    [InlineData(400, "KMS.DisabledException", "k is disabled", ObjectStoreFailure.EncryptionDenied, "KMS")]
    [InlineData(400, "ExpiredToken", "", ObjectStoreFailure.InvalidCredentials, "session token")]
    [InlineData(400, "BadDigest", "", ObjectStoreFailure.ContentDamaged, "damaged")]
    [InlineData(500, "InternalError", "We broke", ObjectStoreFailure.StoreError, "500 InternalError (We broke)")]
    public async Task An_answer_of_AWS(int status, string code, string message, ObjectStoreFailure failure, string says)
    {
        var store = await RelayedStoreAsync();
        _relay.Answer = _ => Task.FromResult<S3Answer?>(S3Answer.Error(status, code, message));
        await FailsAsync(store, failure, says);
    }

    [Fact]
    public async Task A_bucket_elsewhere_by_header()
    {
        var store = await RelayedStoreAsync();
        var answer = S3Answer.Error(301, "PermanentRedirect") with
        {
            Headers = [("x-amz-bucket-region", "eu-central-1")],
        };
        _relay.Answer = _ => Task.FromResult<S3Answer?>(answer);
        await FailsAsync(store, ObjectStoreFailure.WrongRegion, "eu-central-1");
    }

    [Fact]
    public async Task A_bucket_elsewhere_by_message()
    {
        var store = await RelayedStoreAsync();
        var answer = S3Answer.Error(
            400,
            "AuthorizationHeaderMalformed",
            "the region 'us-east-1' is wrong; expecting 'eu-central-1'"
        );
        _relay.Answer = _ => Task.FromResult<S3Answer?>(answer);
        await FailsAsync(store, ObjectStoreFailure.WrongRegion, "eu-central-1");
    }

    public void Dispose() => _relay.Dispose();

    private async Task<S3ObjectStore> StoreWithSecretAsync(string secret) =>
        s3.Store(
            s3.Settings(await s3.CreateBucketAsync()) with
            {
                Credentials = new() { SecretRef = new() { Name = secret } },
            }
        );

    private async Task<S3ObjectStore> RelayedStoreAsync(Func<S3Settings, S3Settings>? change = null) =>
        s3.Store(
            await s3.CreateBucketAsync(),
            settings => (change?.Invoke(settings) ?? settings) with { Endpoint = _relay.Endpoint }
        );

    private async Task FailsAsync(S3ObjectStore store, ObjectStoreFailure failure, string says)
    {
        var watch = Stopwatch.StartNew();
        Func<Task> put = () => store.PutAsync(Item("x", "content", PutCondition.IfAbsent), default);

        var error = (await put.Should().ThrowAsync<ObjectStoreException>()).Which;

        error.Failure.Should().Be(failure, error.Message);
        error.Message.Should().Contain(says);
        error.Message.Should().NotContain("wrong-secret-value").And.NotContain(s3.Server.SecretAccessKey);
        watch.Elapsed.Should().BeLessThan(Soon);
    }
}
