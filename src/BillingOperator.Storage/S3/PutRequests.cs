using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using EncryptionType = BillingOperator.Api.Settings.EncryptionType;

namespace BillingOperator.Storage.S3;

/// <summary>Makes the PUT of an object, with every write option of the settings.</summary>
internal sealed class PutRequests(S3Settings settings, TimeProvider time)
{
    private const string BucketOwnerFullControl = "BucketOwnerFullControl";

    /// <summary>All that stores understand: without TLS, the signature must cover the content.</summary>
    public static PutForm FullForm(S3Settings settings) =>
        new(
            Sha256: true,
            Md5: true,
            UnsignedPayload: settings.Endpoint?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) != true
        );

    private readonly List<Tag>? _tags = settings
        .Tags?.OrderBy(tag => tag.Key, StringComparer.Ordinal)
        .Select(tag => new Tag { Key = tag.Key, Value = tag.Value })
        .ToList();

    /// <summary>A PUT without a condition. Made again for every try, as the stream in it is used up by one.</summary>
    public PutObjectRequest Create(ObjectToPut item, PutForm form)
    {
        var request = new PutObjectRequest
        {
            BucketName = settings.Bucket,
            Key = item.Key,
            InputStream = OpenRead(item.Content),
            ContentType = item.ContentType,
            ChecksumSHA256 = form.Sha256 ? Convert.ToBase64String(item.Sha256.Span) : null,
            // S3-compatible stores that know no SHA-256 checksums check this one.
            MD5Digest = form.Md5
                ? Convert.ToBase64String(CryptographicOperations.HashData(HashAlgorithmName.MD5, item.Content.Span))
                : null,
            UseChunkEncoding = false,
            DisablePayloadSigning = form.UnsignedPayload,
            ExpectedBucketOwner = settings.ExpectedBucketOwner,
            CannedACL = settings.Acl == BucketOwnerFullControl ? S3CannedACL.BucketOwnerFullControl : null,
            StorageClass = settings.StorageClass is { } storageClass ? new S3StorageClass(storageClass) : null,
        };
        if (_tags is not null)
        {
            request.TagSet = _tags;
        }
        AddEncryption(request);
        AddObjectLock(request);
        return request;
    }

    private static MemoryStream OpenRead(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);

    private void AddEncryption(PutObjectRequest request)
    {
        switch (settings.Encryption?.Type)
        {
            case EncryptionType.SseS3:
                request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AES256;
                break;
            case EncryptionType.SseKms:
                request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
                request.ServerSideEncryptionKeyManagementServiceKeyId = settings.Encryption.KmsKeyId;
                request.BucketKeyEnabled = settings.Encryption.BucketKeyEnabled;
                break;
            default:
                break;
        }
    }

    private void AddObjectLock(PutObjectRequest request)
    {
        if (settings.ObjectLock is { Mode: { } mode, RetainDays: { } days })
        {
            request.ObjectLockMode = new ObjectLockMode(mode);
            request.ObjectLockRetainUntilDate = time.GetUtcNow().AddDays(days).UtcDateTime;
        }
    }
}
