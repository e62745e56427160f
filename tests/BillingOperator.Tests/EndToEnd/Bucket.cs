using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A bucket on the real S3 server, read without the product's code.</summary>
public sealed class Bucket(S3Server server, string name) : IDisposable
{
    private readonly AmazonS3Client _s3 = new(
        new BasicAWSCredentials(server.AccessKeyId, server.SecretAccessKey),
        new AmazonS3Config
        {
            ServiceURL = server.Endpoint.ToString(),
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        }
    );

    public string Name => name;

    public Task CreateAsync() => _s3.PutBucketAsync(name);

    public async Task<IReadOnlyList<string>> KeysAsync(string prefix = "")
    {
        var keys = new List<string>();
        await foreach (
            var item in _s3
                .Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = name, Prefix = prefix })
                .S3Objects
        )
        {
            keys.Add(item.Key);
        }
        return keys;
    }

    public async Task<byte[]> ReadAsync(string key)
    {
        using var answer = await _s3.GetObjectAsync(name, key);
        using var content = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    public async Task<string> TextAsync(string key) => Encoding.UTF8.GetString(await ReadAsync(key));

    public async Task<JsonNode> JsonAsync(string key) => JsonNode.Parse(await ReadAsync(key))!;

    /// <summary>Holds the committed runs of an event against all that they name; returns the newest manifest.</summary>
    public async Task<JsonNode> ShouldBeWholeAsync(string eventName)
    {
        var latest = await JsonAsync(
            (await KeysAsync()).Single(key =>
                key.EndsWith($"{eventName}/{Period}/latest.json", StringComparison.Ordinal)
            )
        );
        var content = await ReadAsync((string)latest["manifest_key"]!);
        Sha256(content).Should().Be((string)latest["manifest_sha256"]!);
        var manifest = JsonNode.Parse(content)!;
        foreach (var record in manifest["records"]!.AsArray())
        {
            var bytes = await ReadAsync((string)record!["key"]!);
            Sha256(bytes).Should().Be((string)record["sha256"]!);
            bytes.Length.Should().Be((int)record["bytes"]!);
            ((string)JsonNode.Parse(bytes)!["tenant_id"]!).Should().Be((string)record["tenant_id"]!);
        }
        var csv = await ReadAsync((string)manifest["csv"]!["key"]!);
        Sha256(csv).Should().Be((string)manifest["csv"]!["sha256"]!);
        var rows = Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Should().HaveCount(1 + (int)manifest["csv"]!["rows"]!);
        rows.Skip(1).Select(row => row.Split(',')[4]).Should().Equal(TenantIds(manifest));
        return manifest;
    }

    public static IEnumerable<string> TenantIds(JsonNode manifest) =>
        manifest["records"]!.AsArray().Select(record => (string)record!["tenant_id"]!);

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The folder of the present month, since the tests bill by the month in UTC.</summary>
    public static string Period => $"billing_period={TimeProvider.System.GetUtcNow():yyyy-MM}";

    public void Dispose() => _s3.Dispose();
}
