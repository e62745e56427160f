using System.Net;
using BillingOperator.Api.Settings;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>The headers that the operator sends, by who wants them.</summary>
internal static class Headers
{
    /// <summary>Left out where the store refuses them.</summary>
    public static IReadOnlyList<string> NobodysWish { get; } =
    ["x-amz-checksum-sha256", "Content-MD5", "If-None-Match", "If-Match", "amz-sdk-invocation-id", "amz-sdk-request"];

    /// <summary>What a signed request of S3 is made of.</summary>
    public static IReadOnlyList<string> Needed { get; } =
    ["Authorization", "x-amz-date", "x-amz-content-sha256", "Host", "User-Agent"];

    /// <summary>Headers that settings ask for, each with the field.</summary>
    public static IReadOnlyDictionary<string, string> Asked { get; } =
        new Dictionary<string, string>
        {
            ["x-amz-tagging"] = "spec.s3.tags",
            ["x-amz-acl"] = "spec.s3.acl",
            ["x-amz-storage-class"] = "spec.s3.storageClass",
            ["x-amz-object-lock-mode"] = "spec.s3.objectLock",
            ["x-amz-server-side-encryption"] = "spec.s3.encryption",
            ["x-amz-expected-bucket-owner"] = "spec.s3.expectedBucketOwner",
        };

    /// <summary>How a header is refused, by the name of the header.</summary>
    public static IReadOnlyDictionary<string, Func<string, Fault>> Refusals { get; } =
        new Dictionary<string, Func<string, Fault>>
        {
            ["400"] = header => StoreFaults.Refuse(header, HttpStatusCode.BadRequest, "InvalidArgument"),
            ["403"] = header => StoreFaults.Refuse(header, HttpStatusCode.Forbidden, "AccessDenied"),
            ["411"] = header => StoreFaults.Refuse(header, HttpStatusCode.LengthRequired, "MissingContentLength"),
            ["501"] = header => StoreFaults.Refuse(header, HttpStatusCode.NotImplemented, "NotImplemented"),
        };

    /// <summary>Refuses several headers.</summary>
    public static Fault Refuse(HttpStatusCode status, params string[] headers) =>
        exchange =>
            headers.Any(header => exchange.Header(header) is not null)
                ? Faults.S3Error(status, "NotImplemented")(exchange)
                : exchange.ForwardAsync();

    /// <summary>Settings that ask for all that settings can ask for.</summary>
    public static S3Settings AskForAll(S3Settings settings) =>
        settings with
        {
            ExpectedBucketOwner = "123456789012",
            Acl = "BucketOwnerFullControl",
            StorageClass = "STANDARD",
            Tags = new Dictionary<string, string> { ["team"] = "finance" },
            ObjectLock = new() { Mode = "GOVERNANCE", RetainDays = 1 },
            Encryption = new() { Type = EncryptionType.SseKms, KmsKeyId = "billing-key" },
        };
}
