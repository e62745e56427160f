using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.TestEnvironment.Tests;

public sealed class S3FaultProxyTests : IAsyncLifetime
{
    private readonly string _bucket = $"proxy-{Guid.NewGuid():N}";
    private S3Server _server = null!;
    private FaultProxy _proxy = null!;
    private AmazonS3Client _client = null!;

    public async Task InitializeAsync()
    {
        _server = await S3Server.StartAsync();
        _proxy = await FaultProxy.StartAsync(_server);
        _client = new AmazonS3Client(
            new BasicAWSCredentials(_server.AccessKeyId, _server.SecretAccessKey),
            new AmazonS3Config
            {
                ServiceURL = _proxy.Endpoint.AbsoluteUri,
                ForcePathStyle = true,
                MaxErrorRetry = 0,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            }
        );
        await _client.PutBucketAsync(_bucket);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Signed_requests_pass_whatever_is_in_their_keys()
    {
        const string Key = "a b/billing_period=2026-11/ä+%.json";

        await PutAsync(Key);

        using var stored = await _client.GetObjectAsync(_bucket, Key);
        using var content = new StreamReader(stored.ResponseStream);
        (await content.ReadToEndAsync()).Should().Be("content");
    }

    [Fact]
    public async Task Refusal_is_an_error_of_the_SDK_and_stores_nothing()
    {
        using var rule = _proxy.Fail(
            request => request.Method == "PUT",
            Faults.S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown"),
            times: 1
        );

        var put = () => PutAsync("refused");

        (await put.Should().ThrowAsync<AmazonS3Exception>()).Which.ErrorCode.Should().Be("SlowDown");
        var listing = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket });
        listing.KeyCount.Should().Be(0);
    }

    private async Task PutAsync(string key) =>
        await _client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = _bucket,
                Key = key,
                ContentBody = "content",
                UseChunkEncoding = false,
            }
        );
}
