using BillingOperator.Api.Settings;

namespace BillingOperator.Storage.Failures;

/// <summary>A header of a PUT that is sent because the settings ask for it.</summary>
/// <param name="Name">The header.</param>
/// <param name="Field">The field that asks for it.</param>
/// <param name="Permission">What it needs beside <c>s3:PutObject</c>; <see langword="null"/> where nothing.</param>
/// <param name="IsAsked">Whether settings ask for it.</param>
/// <param name="Without">The same settings without it.</param>
internal sealed record AskedHeader(
    string Name,
    string Field,
    string? Permission,
    Func<S3Settings, bool> IsAsked,
    Func<S3Settings, S3Settings> Without
)
{
    /// <summary>The account that must own the bucket. Never left out of a write: the bucket may be somebody else's.</summary>
    public static AskedHeader Owner { get; } =
        new(
            "x-amz-expected-bucket-owner",
            "spec.s3.expectedBucketOwner",
            null,
            s3 => s3.ExpectedBucketOwner is not null,
            s3 => s3
        );

    /// <summary>All others.</summary>
    public static IReadOnlyList<AskedHeader> OfObjects { get; } =
    [
        new(
            "x-amz-tagging",
            "spec.s3.tags",
            "s3:PutObjectTagging",
            s3 => s3.Tags is { Count: > 0 },
            s3 => s3 with { Tags = null }
        ),
        new("x-amz-acl", "spec.s3.acl", "s3:PutObjectAcl", s3 => s3.Acl is not null, s3 => s3 with { Acl = null }),
        new(
            "x-amz-storage-class",
            "spec.s3.storageClass",
            null,
            s3 => s3.StorageClass is not null,
            s3 => s3 with { StorageClass = null }
        ),
        new(
            "x-amz-object-lock-mode",
            "spec.s3.objectLock",
            "s3:PutObjectRetention",
            s3 => s3.ObjectLock is not null,
            s3 => s3 with { ObjectLock = null }
        ),
        new(
            "x-amz-server-side-encryption",
            "spec.s3.encryption",
            null,
            s3 => s3.Encryption is { Type: not (null or EncryptionType.None) },
            s3 => s3 with { Encryption = null }
        ),
    ];

    /// <summary>The header of this name, or the one that such a name belongs to.</summary>
    public static AskedHeader? Find(string name) =>
        OfObjects
            .Append(Owner)
            .FirstOrDefault(header =>
                name.StartsWith(header.Name, StringComparison.OrdinalIgnoreCase)
                || (
                    header.Name == "x-amz-object-lock-mode"
                    && name.StartsWith("x-amz-object-lock", StringComparison.OrdinalIgnoreCase)
                )
            );
}
