using BillingOperator.Api.Settings;
using BillingOperator.Storage.S3;

namespace BillingOperator.Storage.Tests.S3;

public sealed class S3LocationTests
{
    [Theory]
    [InlineData(null, null, "s3://billing")]
    [InlineData("", "", "s3://billing")]
    [InlineData("finance/prod", null, "s3://billing/finance/prod")]
    [InlineData("finance/", null, "s3://billing/finance")]
    [InlineData(null, "https://s3.example.com", "s3://billing?endpoint=https://s3.example.com")]
    [InlineData("a", "http://10.0.0.1:9000/", "s3://billing/a?endpoint=http://10.0.0.1:9000")]
    [InlineData(null, "https://[2001:DB8::1]:9000", "s3://billing?endpoint=https://[2001:db8::1]:9000")]
    public void A_location_names_bucket_prefix_and_store(string? prefix, string? endpoint, string expected) =>
        Of(prefix, endpoint).Should().Be(expected);

    [Theory]
    [InlineData("https://s3.example.com", "HTTPS://S3.Example.COM")]
    [InlineData("https://s3.example.com", "https://s3.example.com/")]
    [InlineData("https://s3.example.com", "https://s3.example.com:443")]
    [InlineData("http://s3.example.com", "http://s3.example.com.:80")]
    [InlineData(null, "https://s3.eu-central-1.amazonaws.com")]
    [InlineData(null, "https://S3.EU-CENTRAL-1.AmazonAWS.com/")]
    [InlineData(null, "https://bucket.vpce-1a2b.s3.eu-central-1.vpce.amazonaws.com")]
    [InlineData(null, "https://s3-fips.dualstack.us-east-1.amazonaws.com")]
    [InlineData(null, "https://s3.cn-north-1.amazonaws.com.cn")]
    public void Another_text_for_the_same_place_is_no_other_place(string? one, string? other) =>
        Of("a", other).Should().Be(Of("a", one));

    [Theory]
    [InlineData("https://s3.example.com", "https://s3.example.com:9000")]
    [InlineData("https://s3.example.com", "https://s3.example.org")]
    [InlineData("https://s3.example.com", null)]
    [InlineData("https://s3.eu-central-1.amazonaws.com.example.com", null)]
    public void Another_store_is_another_place(string? one, string? other) =>
        Of("a", other).Should().NotBe(Of("a", one));

    [Fact]
    public void How_a_place_is_reached_is_no_part_of_it()
    {
        var settings = new S3Settings { Bucket = "billing", Prefix = "a" };

        S3Location
            .Of(settings with { Region = "eu-central-1", ForcePathStyle = true, StorageClass = "STANDARD_IA" })
            .Should()
            .Be(S3Location.Of(settings));
    }

    [Theory]
    [InlineData(null, "s3://old/a/b", "old", "a/b")]
    [InlineData(null, "s3://old", "old", null)]
    [InlineData("https://s3.example.com:9000", "s3://old/a?endpoint=https://s3.example.com:9000", "old", "a")]
    [InlineData("https://S3.example.com:9000/", "s3://old?endpoint=https://s3.example.com:9000", "old", null)]
    [InlineData("https://s3.example.com:9000", "s3://old/a", null, null)]
    [InlineData("https://s3.example.com:9000", "s3://old/a?endpoint=https://s3.example.com:9001", null, null)]
    [InlineData(null, "s3://old/a?endpoint=https://s3.example.com:9000", null, null)]
    [InlineData(null, "elsewhere", null, null)]
    public void Another_place_is_opened_at_the_same_store_only(
        string? endpoint,
        string place,
        string? bucket,
        string? prefix
    )
    {
        var settings = new S3Settings
        {
            Bucket = "new",
            Prefix = "c",
            Endpoint = endpoint,
        };

        var there = S3Location.AtSameStore(settings, place);

        (there?.Bucket).Should().Be(bucket);
        (there?.Prefix).Should().Be(prefix);
        (there?.Endpoint).Should().Be(there is null ? null : endpoint);
    }

    [Fact]
    public void Settings_without_a_bucket_name_no_place()
    {
        S3Location.Of(null).Should().BeNull();
        S3Location.Of(new S3Settings { Prefix = "a" }).Should().BeNull();
    }

    private static string? Of(string? prefix, string? endpoint) =>
        S3Location.Of(
            new S3Settings
            {
                Bucket = "billing",
                Prefix = prefix,
                Endpoint = endpoint,
            }
        );
}
