using System.Net;
using System.Text;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using BillingOperator.TestEnvironment.Proxying;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Every failure by its name: by the S3 server itself, or by answers of AWS that this server does not give.</summary>
[Collection(S3Tests.Name)]
public sealed class FailuresTests(CephEnvironment s3) : IDisposable
{
    private readonly S3Relay _relay = new(s3.Server.Endpoint);

    [Fact]
    public async Task A_missing_Secret() =>
        await (await StoreWithSecretAsync("absent")).FailsAsync(ObjectStoreFailure.SecretNotFound, "\"absent\"");

    [Fact]
    public async Task A_Secret_without_the_key()
    {
        s3.Secrets.Set("half", ("accessKeyId", "wrong-secret-value"));
        await (await StoreWithSecretAsync("half")).FailsAsync(ObjectStoreFailure.SecretKeyMissing, "secretAccessKey");
    }

    [Fact]
    public async Task A_closed_port() =>
        await s3.Store("b", settings => settings with { Endpoint = "http://127.0.0.1:1" })
            .FailsAsync(ObjectStoreFailure.EndpointUnreachable, "http://127.0.0.1:1");

    [Fact]
    public async Task An_unknown_host() =>
        await s3.Store("b", settings => settings with { Endpoint = "http://s3.invalid" })
            .FailsAsync(ObjectStoreFailure.EndpointUnreachable, "host name");

    [Fact]
    public async Task TLS_where_none_is_spoken() =>
        await s3.Store("b", settings => settings with { Endpoint = $"https://{s3.Server.Endpoint.Authority}" })
            .FailsAsync(
                ObjectStoreFailure.EndpointUnreachable,
                "it does not speak TLS at this port, which https:// asks for; correct the port in spec.s3.endpoint, or write"
            );

    [Fact]
    public async Task Plain_HTTP_where_TLS_is_spoken()
    {
        using var tls = new TlsRelay(s3.Server.Endpoint, "127.0.0.1");
        var endpoint = tls.Endpoint.Replace("https://", "http://", default);
        await s3.Store("b", settings => settings with { Endpoint = endpoint })
            .FailsAsync(
                ObjectStoreFailure.StoreError,
                $"{endpoint} closes the connection without an answer; look at the network and proxies between, and write "
                    + "https:// in spec.s3.endpoint where this port speaks TLS"
            );
    }

    /// <summary>As OpenSSL answers plain HTTP.</summary>
    [Fact]
    public async Task A_TLS_alert_where_HTTP_is_asked()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var stopping = new CancellationTokenSource();
        var serving = AlertAsync();
        var endpoint = $"http://{listener.LocalEndpoint}";

        await s3.Store("b", settings => settings with { Endpoint = endpoint })
            .FailsAsync(
                ObjectStoreFailure.EndpointUnreachable,
                "does not speak HTTP; write https:// in spec.s3.endpoint where this port speaks TLS"
            );

        await stopping.CancelAsync();
        await serving.Invoking(it => it).Should().ThrowAsync<OperationCanceledException>();

        async Task AlertAsync()
        {
            var request = new byte[64 * 1024];
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                _ = await client.GetStream().ReadAsync(request, stopping.Token);
                await client.GetStream().WriteAsync(new byte[] { 0x15, 0x03, 0x01, 0, 2, 2, 0x46, 10 }, stopping.Token);
            }
        }
    }

    /// <summary>
    /// As under load: the first request meets the cause, the connection of the next one closes, and sent again it gets no
    /// answer in time.
    /// </summary>
    [Theory]
    [InlineData("login page", ObjectStoreFailure.NotAnS3Store)]
    [InlineData("redirect", ObjectStoreFailure.EndpointRedirects)]
    [InlineData("denial", ObjectStoreFailure.AccessDenied)]
    [InlineData("no such object", null)]
    public async Task What_the_store_said_before_it_fell_silent(string said, ObjectStoreFailure? failure)
    {
        await using var proxy = await FaultProxy.StartAsync(s3.Server);
        using var patience = new CancellationTokenSource();
        using var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings => settings with { Endpoint = proxy.Endpoint.ToString().TrimEnd('/') }
        );
        proxy.Fail(
            request => request.Method == "GET",
            said switch
            {
                "login page" => StoreFaults.Html(HttpStatusCode.Forbidden),
                "redirect" => StoreFaults.Redirect(HttpStatusCode.Redirect, "https://login.example.com/"),
                "denial" => Faults.S3Error(HttpStatusCode.Forbidden, "AccessDenied"),
                _ => Faults.S3Error(HttpStatusCode.NotFound, "NoSuchKey"),
            }
        );
        proxy.Fail(request => request.Method == "PUT", Faults.ConnectionLost(), times: 1);
        proxy.Fail(
            request => request.Method == "PUT",
            async exchange =>
            {
                await patience.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, exchange.Aborted);
            }
        );
        if (failure is null)
        {
            (await store.GetAsync("x", default)).Should().BeNull();
        }
        else
        {
            await store.Invoking(it => it.GetAsync("x", default)).Should().ThrowAsync<ObjectStoreException>();
        }

        var late = (
            await store
                .Invoking(it => it.PutAsync(Item("x", "content"), patience.Token))
                .Should()
                .ThrowAsync<OperationCanceledException>()
        ).Which;

        (late.InnerException as ObjectStoreException)?.Failure.Should().Be(failure);
        (late.InnerException is ObjectStoreException).Should().Be(failure is not null);
    }

    [Fact]
    public async Task An_object_lock_on_a_bucket_without_one()
    {
        var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings =>
                settings with
                {
                    ObjectLock = new() { Mode = "GOVERNANCE", RetainDays = 1 },
                }
        );

        var probe = () => store.PutAsync(Item("probe", "1", PutCondition.IfAbsentOrRepeat), default);

        var failure = (await probe.Should().ThrowAsync<ObjectStoreException>()).Which;
        failure.Failure.Should().Be(ObjectStoreFailure.UnsupportedByStore, failure.Message);
        failure.Message.Should().Contain("x-amz-object-lock-mode, which spec.s3.objectLock asks for");
    }

    [Theory]
    [InlineData(200, ObjectStoreFailure.NotAnS3Store, "answers 200 \"Sign in Welcome to the café …\"")]
    [InlineData(403, ObjectStoreFailure.NotAnS3Store, "answers 403 \"Sign in")]
    [InlineData(404, ObjectStoreFailure.NotAnS3Store, "answers 404 \"Sign in")]
    [InlineData(503, ObjectStoreFailure.StoreError, "answers 503 \"Sign in")]
    [InlineData(429, ObjectStoreFailure.Throttled, "answers 429 \"Sign in")]
    public async Task A_page_in_the_stores_place(int status, ObjectStoreFailure failure, string says)
    {
        var page =
            "<html><head><title>Sign in</title></head><body><p>Welcome to the\n café </p>9ab31415926</body></html>";
        var store = await RelayedStoreAsync();
        _relay.Answer = _ =>
            Task.FromResult<S3Answer?>(new(status, Encoding.UTF8.GetBytes(page), ("Content-Type", "text/html")));
        await store.FailsAsync(failure, says);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task An_endpoint_that_sends_elsewhere_is_not_followed(int status)
    {
        var store = await RelayedStoreAsync();
        _relay.Answer = _ =>
            Task.FromResult<S3Answer?>(new(status, [], ("Location", $"{_relay.Endpoint}/login?token=0815")));
        await store.FailsAsync(ObjectStoreFailure.EndpointRedirects, $"sends to {_relay.Endpoint}/login;");
        _relay.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_date_that_is_none_is_not_read()
    {
        var store = await RelayedStoreAsync();
        await store.PutAsync(Item("x", "content"), default);
        _relay.Answer = _ =>
            Task.FromResult<S3Answer?>(
                new(200, "content"u8.ToArray(), ("ETag", "\"some-tag\""), ("Last-Modified", "yesterday"))
            );
        (await store.TextAsync("x")).Should().Be("content");
    }

    [Fact]
    public async Task A_listing_that_goes_round_in_circles_ends()
    {
        const string Page = """
            <ListBucketResult><Name>b</Name><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken>
            <Contents><Key>t/1</Key><Size>1</Size><ETag>"x"</ETag></Contents></ListBucketResult>
            """;
        var store = await RelayedStoreAsync();
        _relay.Answer = _ => Task.FromResult<S3Answer?>(new(200, Encoding.UTF8.GetBytes(Page)));

        var list = () => store.ListedAsync("t/");

        (await list.Should().ThrowAsync<ObjectStoreException>()).WithMessage("*goes round in circles*");
        _relay.Requests.Count.Should().BeLessThan(5);
    }

    [Fact]
    public async Task An_unknown_KMS_key() =>
        await s3.Store(
                await s3.CreateBucketAsync(),
                settings =>
                    settings with
                    {
                        Encryption = new() { Type = EncryptionType.SseKms, KmsKeyId = "no-key" },
                    }
            )
            .FailsAsync(ObjectStoreFailure.EncryptionDenied, "kmsKeyId");

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
        await store.FailsAsync(ObjectStoreFailure.WrongBucketOwner, Owner);
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

    [Fact]
    public async Task Of_256_writers_at_a_throttling_store_each_has_stored_or_is_told_that_it_is_throttled()
    {
        const int Writers = 256;
        var settings = s3.Settings(await s3.CreateBucketAsync(), it => it with { Endpoint = _relay.Endpoint });
        var store = s3.Store(settings, maxConnections: Writers);
        await store.PutAsync(Item("first", "1", PutCondition.IfAbsent), default);
        var requests = 0;
        _relay.Answer = _ =>
            Task.FromResult(Interlocked.Increment(ref requests) % 4 != 0 ? S3Answer.Error(503, "SlowDown") : null);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2 * Writers).Select(TryAsync));

        outcomes.Should().OnlyContain(failure => failure == null || failure == ObjectStoreFailure.Throttled);
        outcomes.Should().Contain([null, ObjectStoreFailure.Throttled]);
        _relay.Answer = _ => Task.FromResult<S3Answer?>(null);
        (await store.ListedAsync("t/")).Should().HaveCount(outcomes.Count(failure => failure == null));

        async Task<ObjectStoreFailure?> TryAsync(int i)
        {
            try
            {
                await store.PutAsync(Item($"t/{i}", "content", PutCondition.IfAbsent), default);
                return null;
            }
            catch (ObjectStoreException failure)
            {
                return failure.Failure;
            }
        }
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
        await store.FailsAsync(failure, says);
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
        await store.FailsAsync(ObjectStoreFailure.WrongRegion, "eu-central-1");
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
        await store.FailsAsync(ObjectStoreFailure.WrongRegion, "eu-central-1");
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
}
