using Amazon.Runtime.Internal;
using Amazon.S3.Model;
using BillingOperator.Storage.S3;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>The settings say where and how objects are written: neither AWS_* nor a shared configuration file overrules them.</summary>
[Collection(S3Tests.Name)]
public sealed class EnvironmentTests(CephEnvironment s3) : IAsyncLifetime
{
    private readonly S3Relay _relay = new(s3.Server.Endpoint);
    private readonly string _config = Path.GetTempFileName();
    private readonly List<string> _variables = [];
    private string _bucket = "";

    public async Task InitializeAsync()
    {
        _bucket = await s3.CreateBucketAsync(); // By a client of the test, which the variables do overrule.
        await File.WriteAllTextAsync(
            _config,
            """
            [default]
            endpoint_url = http://127.0.0.1:2
            region = ap-south-1
            use_fips_endpoint = true
            use_dualstack_endpoint = true
            request_checksum_calculation = when_supported
            max_attempts = 1
            """
        );
        Set("AWS_CONFIG_FILE", _config);
        Set("AWS_SHARED_CREDENTIALS_FILE", _config);
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
        Set("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");
        Set("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");
        Set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "false");
        Set("AWS_REGION", "ap-south-1");
        Set("AWS_DEFAULT_REGION", "ap-south-1");
        Set("AWS_PROFILE", "nobody");
        Set("AWS_CA_BUNDLE", "/nowhere/ca.pem");
        Set("AWS_USE_FIPS_ENDPOINT", "true");
        Set("AWS_USE_DUALSTACK_ENDPOINT", "true");
        Set("AWS_S3_USE_ARN_REGION", "true");
        Set("AWS_S3_US_EAST_1_REGIONAL_ENDPOINT", "legacy");
        Set("AWS_REQUEST_CHECKSUM_CALCULATION", "when_supported");
        Set("AWS_RESPONSE_CHECKSUM_VALIDATION", "when_supported");
        Set("AWS_MAX_ATTEMPTS", "1");
        Set("AWS_RETRY_MODE", "adaptive");
        Set("AWS_DEFAULTS_MODE", "mobile");
        Set("AWS_ACCESS_KEY_ID", "nobodys-key");
        Set("AWS_SECRET_ACCESS_KEY", "nobodys-value");
        FallbackInternalConfigurationFactory.Reset();
    }

    [Fact]
    public async Task Requests_go_where_and_as_the_settings_say()
    {
        var store = s3.Store(_bucket, settings => settings with { Endpoint = _relay.Endpoint });
        var refusals = 2;
        _relay.Answer = _ =>
            Task.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? S3Answer.Error(503, "SlowDown") : null);

        await store.WritesOnceAsync("a");
        (await store.ListedAsync("")).Should().ContainSingle();

        var put = _relay.Requests.First(request => request.Line == $"PUT /{_bucket}/a").Headers;
        put["Authorization"].Should().Contain("/us-east-1/s3/");
        put["x-amz-trailer"].Should().BeNull();
        put["x-amz-sdk-checksum-algorithm"].Should().BeNull();
    }

    [Theory]
    [InlineData("us-east-1", "https://billing-test.s3.us-east-1.amazonaws.com/")]
    [InlineData("eu-central-1", "https://billing-test.s3.eu-central-1.amazonaws.com/")]
    public void Amazon_S3_is_asked_in_the_region_of_the_settings(string region, string url)
    {
        var settings = s3.Settings(
            "billing-test",
            it => it with { Endpoint = null, ForcePathStyle = null, Region = region }
        );
        using var connection = new S3Connection(settings, s3.Secrets, TimeProvider.System, 1, stsEndpoint: null);
        var request = new ListObjectsV2Request { BucketName = "billing-test" };

        connection.Client.DetermineServiceOperationEndpoint(request).URL.TrimEnd('/').Should().Be(url.TrimEnd('/'));
        connection.Client.Config.MaxErrorRetry.Should().Be(2);
    }

    public Task DisposeAsync()
    {
        _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));
        FallbackInternalConfigurationFactory.Reset();
        File.Delete(_config);
        _relay.Dispose();
        return Task.CompletedTask;
    }

    private void Set(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
