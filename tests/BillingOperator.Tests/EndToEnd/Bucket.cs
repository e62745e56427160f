using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>A bucket on the real S3 server, read without the product's code.</summary>
public sealed class Bucket(IS3Server server, string name) : IDisposable
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

    /// <summary>The S3 server's own client.</summary>
    public IAmazonS3 Client => _s3;

    public Task CreateAsync(bool objectLock = false) =>
        _s3.PutBucketAsync(new PutBucketRequest { BucketName = name, ObjectLockEnabledForBucket = objectLock });

    /// <summary>Deletes the bucket with all that is in it.</summary>
    public async Task DeleteAsync()
    {
        foreach (var key in await KeysAsync())
        {
            await _s3.DeleteObjectAsync(name, key);
        }
        await _s3.DeleteBucketAsync(name);
    }

    public Task DeleteObjectAsync(string key) => _s3.DeleteObjectAsync(name, key);

    /// <summary>Puts these bytes there, whatever is there.</summary>
    public async Task WriteAsync(string key, byte[] content)
    {
        using var body = new MemoryStream(content);
        await _s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = name,
                Key = key,
                InputStream = body,
                UseChunkEncoding = false,
            }
        );
    }

    /// <summary>Gives a user of Ceph's gateway these permissions on the bucket, and no other.</summary>
    public Task AllowAsync(string user, params IEnumerable<string> actions) =>
        _s3.PutBucketPolicyAsync(
            name,
            $$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow", "Action": ["{{string.Join("\", \"", actions)}}"],
                "Principal": {"AWS": ["arn:aws:iam:::user/{{user}}"]},
                "Resource": ["arn:aws:s3:::{{name}}", "arn:aws:s3:::{{name}}/*"]
              }]
            }
            """
        );

    /// <summary>Takes all permissions from users who do not own the bucket.</summary>
    public Task AllowNobodyAsync() => _s3.DeleteBucketPolicyAsync(name);

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
