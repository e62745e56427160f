using System.Security.Cryptography;
using System.Text;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Asks a server, past the product's code, how it takes what S3 servers take in different ways.</summary>
internal sealed class StoreTraits(S3Environment s3)
{
    private const string Key = "a";
    private const string Ok = "200";

    private string _bucket = "";

    /// <summary>What was asked, and the HTTP status with the error code, or what became of it.</summary>
    public async Task<IReadOnlyList<(string Asked, string Answer)>> MeasureAsync()
    {
        _bucket = await s3.CreateBucketAsync(objectLock: false);
        await s3.Admin.PutObjectAsync(Put("1"));
        var eTag = (await s3.Admin.GetObjectMetadataAsync(_bucket, Key)).ETag;
        return
        [
            ("`If-None-Match: *`, object present", await PutAsync(put => put.IfNoneMatch = "*")),
            ("`If-Match` with the right ETag", await PutAsync(put => put.IfMatch = eTag)),
            ("the same without quotes", await PutAsync(put => put.IfMatch = eTag.Trim('"'))),
            ("`If-None-Match: *`, versioned bucket", await PutTwiceVersionedAsync()),
            ("wrong `Content-MD5`", await PutAsync(put => put.MD5Digest = Convert.ToBase64String(new byte[16]))),
            ("wrong `x-amz-checksum-sha256`", await PutAsync(put => put.ChecksumSHA256 = Hash("other"))),
            ("ETag is the content's MD5", eTag == $"\"{Md5("1")}\"" ? "yes" : "no"),
            ("missing bucket", await PutAsync(put => put.BucketName = "no-such-bucket")),
            ("unknown access key", await AnswerOfAsync(Client("nobody", s3.Server.SecretAccessKey), Put("1"))),
            ("wrong secret key", await AnswerOfAsync(Client(s3.Server.AccessKeyId, "wrong"), Put("1"))),
            ("signed for another region", await AnswerOfAsync(Client(region: "eu-central-1"), Put("1"))),
            ("clock two hours behind", await LateAsync()),
            ("`x-amz-tagging`", await TagsAsync()),
            ("`x-amz-server-side-encryption: aws:kms`", await EncryptionAsync()),
            ("`x-amz-object-lock-…`, bucket with a lock", await LockAsync()),
            ("wrong `x-amz-expected-bucket-owner`", await PutAsync(put => put.ExpectedBucketOwner = "123456789012")),
            ("AWSSDK's own trailing checksum", await TrailingChecksumAsync()),
        ];
    }

    private async Task<string> PutTwiceVersionedAsync()
    {
        var bucket = await s3.CreateBucketAsync();
        await s3.VersionAsync(bucket);
        await PutAsync(put => put.BucketName = bucket);
        return await PutAsync(put => (put.BucketName, put.IfNoneMatch) = (bucket, "*"));
    }

    private Task<string> TrailingChecksumAsync()
    {
        var config = Config("us-east-1");
        config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_SUPPORTED;
        var put = Put("1");
        put.UseChunkEncoding = true;
        return AnswerOfAsync(new AmazonS3Client(s3.Server.AccessKeyId, s3.Server.SecretAccessKey, config), put);
    }

    private async Task<string> LateAsync()
    {
        AWSConfigs.ManualClockCorrection = TimeSpan.FromHours(-2);
        try
        {
            return await AnswerOfAsync(Client(), Put("1"));
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }

    private async Task<string> TagsAsync()
    {
        var answer = await PutAsync(put => put.TagSet = [new Tag { Key = "team", Value = "finance" }]);
        var kept = await AskedAsync(async () =>
        {
            var tags = await s3.Admin.GetObjectTaggingAsync(
                new GetObjectTaggingRequest { BucketName = _bucket, Key = Key }
            );
            return tags.Tagging?.Count == 1 ? "kept" : "dropped";
        });
        return answer == Ok ? kept : answer;
    }

    private async Task<string> EncryptionAsync()
    {
        var answer = await PutAsync(put =>
        {
            put.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            put.ServerSideEncryptionKeyManagementServiceKeyId = "billing-key";
        });
        var head = await s3.Admin.GetObjectMetadataAsync(_bucket, Key);
        return answer != Ok ? answer
            : head.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AWSKMS ? "kept"
            : "dropped";
    }

    private Task<string> LockAsync() =>
        AskedAsync(async () =>
        {
            var bucket = await s3.CreateBucketAsync(objectLock: true);
            var put = Put("1");
            put.BucketName = bucket;
            put.ObjectLockMode = ObjectLockMode.Governance;
            put.ObjectLockRetainUntilDate = TimeProvider.System.GetUtcNow().AddDays(1).UtcDateTime;
            put.MD5Digest = Convert.ToBase64String(Convert.FromHexString(Md5("1")));
            await s3.Admin.PutObjectAsync(put);
            return (await s3.Admin.GetObjectMetadataAsync(bucket, Key)).ObjectLockMode is null ? "dropped" : "kept";
        });

    private Task<string> PutAsync(Action<PutObjectRequest> change)
    {
        var put = Put("1");
        change(put);
        return AnswerOfAsync(Client(), put);
    }

    private PutObjectRequest Put(string content) =>
        new()
        {
            BucketName = _bucket,
            Key = Key,
            ContentBody = content,
            UseChunkEncoding = false,
        };

    private static async Task<string> AnswerOfAsync(AmazonS3Client client, PutObjectRequest put)
    {
        using (client)
        {
            return await AskedAsync(async () =>
            {
                await client.PutObjectAsync(put);
                return Ok;
            });
        }
    }

    private static async Task<string> AskedAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (AmazonS3Exception error)
        {
            return $"{(int)error.StatusCode} {error.ErrorCode}";
        }
    }

    private AmazonS3Client Client(string? accessKeyId = null, string? secret = null, string region = "us-east-1") =>
        new(accessKeyId ?? s3.Server.AccessKeyId, secret ?? s3.Server.SecretAccessKey, Config(region));

    private AmazonS3Config Config(string region) =>
        new()
        {
            ServiceURL = s3.Server.Endpoint.AbsoluteUri,
            AuthenticationRegion = region,
            ForcePathStyle = true,
            MaxErrorRetry = 0,
            // A connection for each: RGW waits for the body of a PUT that it has refused before its body was sent.
            CacheHttpClient = false,
            DisableClockSkewCorrection = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };

    private static string Hash(string content) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Md5(string content) =>
        Convert.ToHexStringLower(
            CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(content))
        );
}
