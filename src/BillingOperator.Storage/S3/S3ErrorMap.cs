using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Http;
using static BillingOperator.Billing.ObjectStores.ObjectStoreFailure;

namespace BillingOperator.Storage.S3;

/// <summary>
/// From what the SDK throws to the reason and a message that names the thing, what is wrong and the remedy. Messages hold
/// no request ids: the same fault gives the same message, and so no new status.
/// </summary>
internal static partial class S3ErrorMap
{
    private const string BucketRegionHeader = "x-amz-bucket-region";
    private const string KeyFault =
        "the KMS key is missing, disabled, or may not be used; check spec.s3.encryption.kmsKeyId and its key policy";
    private const int LongestQuote = 300;

    // Codes: "Error responses" in the Amazon S3 API Reference, "Common errors" in those of STS and KMS.
    private static readonly S3ErrorRule[] Rules =
    [
        new(BucketNotFound, "the bucket does not exist; create it, or correct spec.s3.bucket", "NoSuchBucket"),
        new(
            WrongRegion,
            "the bucket is in another region; correct spec.s3.region",
            "PermanentRedirect",
            "Redirect",
            "IllegalLocationConstraintException"
        ),
        new(
            InvalidCredentials,
            "the store does not know the access key, or the secret key is not its own; correct the credentials",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AuthorizationHeaderMalformed",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "IncompleteSignature",
            "InvalidSecurity"
        ),
        new(
            InvalidCredentials,
            "the session token is invalid or has expired; renew the credentials",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "InvalidIdentityToken",
            "IDPRejectedClaim",
            "TokenRefreshRequired"
        ),
        new(
            AccessDenied,
            "the credentials lack a permission; grant s3:PutObject (and s3:GetObject, s3:ListBucket) on the bucket",
            "AccessDenied",
            "AllAccessDisabled",
            "AccountProblem",
            "Forbidden"
        ),
        new(
            EncryptionDenied,
            KeyFault,
            "KMS.NotFoundException",
            "KMS.DisabledException",
            "KMS.KMSInvalidStateException",
            "KMS.InvalidKeyUsageException",
            "KMS.AccessDeniedException",
            "KMS.KeyUnavailableException"
        ),
        new(
            ClockSkewed,
            "this machine's clock and the store's are too far apart; set the clock right (NTP)",
            "RequestTimeTooSkewed",
            "RequestExpired",
            "RequestInTheFuture"
        ),
        new(
            Throttled,
            "the store asks to slow down; lower spec.uploadConcurrency if this goes on",
            "SlowDown",
            "ServiceUnavailable",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "TooManyRequests",
            "TooManyRequestsException",
            "BandwidthLimitExceeded"
        ),
        new(
            ContentDamaged,
            "the content was damaged on its way; if this goes on, look at the network and proxies between",
            "BadDigest",
            "InvalidDigest",
            "XAmzContentSHA256Mismatch",
            "XAmzContentChecksumMismatch"
        ),
    ];

    private static readonly FrozenDictionary<string, S3ErrorRule> ByCode = Rules
        .SelectMany(rule => rule.Codes, (rule, code) => KeyValuePair.Create(code, rule))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The exception for what went wrong with a request.</summary>
    public static ObjectStoreException Translate(Exception error, S3Target target)
    {
        if (Chain(error).OfType<ObjectStoreException>().FirstOrDefault() is { } known)
        {
            return known;
        }
        var (failure, says) = Explain(error, target);
        return new ObjectStoreException(failure, $"{target.Operation} {target.Location}: {says}", error);
    }

    /// <summary>The exception for a bucket of another account, which S3 itself calls no more than denied.</summary>
    public static ObjectStoreException WrongOwner(Exception error, S3Target target, string? expectedOwner) =>
        new(
            WrongBucketOwner,
            $"{target.Operation} {target.Location}: the bucket is not owned by account {expectedOwner}; "
                + "correct spec.s3.expectedBucketOwner or spec.s3.bucket",
            error
        );

    private static (ObjectStoreFailure Failure, string Says) Explain(Exception error, S3Target target)
    {
        foreach (var cause in Chain(error))
        {
            switch (cause)
            {
                case UntrustedCertificateException:
                    return (
                        CertificateUntrusted,
                        $"{target.Endpoint} is not trusted: {cause.Message}; "
                            + "put its authority into spec.s3.caBundle, or correct spec.s3.endpoint"
                    );
                case AmazonServiceException { StatusCode: not 0 } answer:
                    return Explain(answer);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain }:
                    return Unreachable(target, "its host name is unknown");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Unreachable(target, "it refuses the connection");
                default:
                    break;
            }
        }
        return Chain(error).Any(cause => cause is HttpRequestException or IOException or OperationCanceledException)
            ? Unreachable(target, Reason(error))
            : (StoreError, Quote(error.Message));
    }

    private static (ObjectStoreFailure Failure, string Says) Explain(AmazonServiceException answer)
    {
        var code = answer.ErrorCode ?? "";
        if (IsRedirect(answer) && RegionOf(answer) is { Length: > 0 } region)
        {
            return (WrongRegion, $"the bucket is in region {region}; set spec.s3.region to it");
        }
        // Stores pass a key service's refusals on as their own; RGW with a code for another matter.
        if (
            answer.Message.Contains("kms", StringComparison.OrdinalIgnoreCase)
            && code is "AccessDenied" or "InvalidAccessKeyId"
        )
        {
            return (EncryptionDenied, $"{KeyFault}{InItsWords(answer)}");
        }
        if (ByCode.TryGetValue(code, out var rule))
        {
            return (rule.Failure, rule.Failure == AccessDenied ? $"{rule.Says}{InItsWords(answer)}" : rule.Says);
        }
        return answer.StatusCode switch
        {
            HttpStatusCode.Forbidden => (AccessDenied, $"the store denies it{InItsWords(answer)}"),
            HttpStatusCode.TooManyRequests => (Throttled, "the store asks to slow down"),
            _ => (StoreError, $"the store answers {(int)answer.StatusCode} {code}{InItsWords(answer)}"),
        };
    }

    private static bool IsRedirect(AmazonServiceException answer) =>
        (int)answer.StatusCode is >= 300 and < 400 || answer.ErrorCode == "AuthorizationHeaderMalformed";

    private static string? RegionOf(AmazonServiceException answer) =>
        (answer.InnerException as HttpErrorResponseException)?.Response.GetHeaderValue(BucketRegionHeader)
            is { Length: > 0 } region
            ? region
            : RegionInWords().Match(answer.Message).Groups[1].Value;

    private static (ObjectStoreFailure Failure, string Says) Unreachable(S3Target target, string reason) =>
        (EndpointUnreachable, $"{target.Endpoint} cannot be reached: {reason}; {target.WhereToLook}");

    private static string Reason(Exception error) =>
        Chain(error).Any(cause => cause is OperationCanceledException or TimeoutException)
            ? "it does not answer in time"
            : Quote(Chain(error).Last().Message);

    private static string InItsWords(AmazonServiceException answer) =>
        // Without words of the store, the SDK puts in its own, which hold the request's id.
        string.IsNullOrWhiteSpace(answer.Message) || answer.Message.Contains(" Error Code ", StringComparison.Ordinal)
            ? ""
            : $" ({Quote(answer.Message)})";

    private static string Quote(string words)
    {
        var line = words.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestQuote ? line : $"{line.AsSpan(0, LongestQuote)}…";
    }

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex RegionInWords();

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
