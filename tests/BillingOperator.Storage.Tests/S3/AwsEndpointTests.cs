using BillingOperator.Api.Settings;
using BillingOperator.Storage.S3;

namespace BillingOperator.Storage.Tests.S3;

public sealed class AwsEndpointTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("https://s3.eu-central-1.amazonaws.com")]
    [InlineData("https://S3.Amazonaws.COM")]
    [InlineData("https://s3.amazonaws.com.")]
    [InlineData("https://s3.cn-north-1.amazonaws.com.cn")]
    [InlineData("https://s3-fips.us-gov-west-1.amazonaws.com")]
    [InlineData("https://s3.dualstack.us-east-1.amazonaws.com:443")]
    [InlineData("https://bucket.vpce-1a2b3c4d-5e6f.s3.us-east-1.vpce.amazonaws.com")]
    public void Amazons_own(string? endpoint) => IsAws(endpoint).Should().BeTrue();

    [Theory]
    [InlineData("https://minio.example")]
    [InlineData("https://amazonaws.com.example")]
    [InlineData("https://notamazonaws.com")]
    [InlineData("https://example/amazonaws.com")]
    [InlineData("https://127.0.0.1:9000")]
    public void Others(string endpoint) => IsAws(endpoint).Should().BeFalse();

    private static bool IsAws(string? endpoint) => AwsEndpoint.IsAws(new S3Settings { Endpoint = endpoint });
}
