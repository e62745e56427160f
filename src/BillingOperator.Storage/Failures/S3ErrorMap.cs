using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Http;
using static BillingOperator.Billing.ObjectStores.ObjectStoreFailure;

namespace BillingOperator.Storage.Failures;

/// <summary>
/// From what the SDK throws to the reason and a message that names the thing, what is wrong and the remedy. Messages hold
/// no request ids: the same fault gives the same message, and so no new status.
/// </summary>
internal static partial class S3ErrorMap
{
    private const string BucketRegionHeader = "x-amz-bucket-region";

    /// <summary>The exception for what went wrong with a request.</summary>
    public static ObjectStoreException Translate(Exception error, S3Target target)
    {
        if (Causes.Of(error).OfType<ObjectStoreException>().FirstOrDefault() is { } known)
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

    /// <summary>Whether an error code tells what is wrong, so that no header needs to be suspected.</summary>
    public static bool IsKnown(string? code) => S3ErrorRules.Find(code) is not null;

    /// <summary>Whether a refusal is S3's own, and not that of something in front of it.</summary>
    public static bool IsOfS3(AmazonServiceException answer) => ForeignWordsOf(answer) is null;

    // By where it happened: TLS, then whatever answered, then the way there; an exception's type alone decides nothing.
    private static (ObjectStoreFailure Failure, string Says) Explain(Exception error, S3Target target)
    {
        if (Causes.Find<UntrustedCertificateException>(error) is { } untrusted)
        {
            return (
                CertificateUntrusted,
                $"{target.Endpoint} is not trusted: {untrusted.Message}; "
                    + "put its authority into spec.s3.caBundle, or correct spec.s3.endpoint"
            );
        }
        if (Causes.Find<RedirectedException>(error) is { } redirected)
        {
            return (EndpointRedirects, RedirectOf(redirected, target));
        }
        if (Causes.Find<ForeignAnswerException>(error) is { } foreign)
        {
            return ForeignAnswer(foreign.Status, foreign.Words, target);
        }
        if (Causes.Find<RefusedHeaderException>(error) is { } refused)
        {
            return Refused(refused.Headers, refused.Refusal);
        }
        return Causes.Of(error).OfType<AmazonServiceException>().FirstOrDefault(it => it.StatusCode != 0) is { } answer
            ? Explain(answer, target)
            : WayThere.Explain(error, target);
    }

    private static (ObjectStoreFailure Failure, string Says) Explain(AmazonServiceException answer, S3Target target)
    {
        var code = answer.ErrorCode ?? "";
        if (ForeignWordsOf(answer) is { } words)
        {
            return ForeignAnswer((int)answer.StatusCode, words, target);
        }
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
            return (EncryptionDenied, $"{S3ErrorRules.KeyFault}{InItsWords(answer)}");
        }
        if (answer.Message.Contains("object lock", StringComparison.OrdinalIgnoreCase) && code == "InvalidRequest")
        {
            return (UnsupportedByStore, $"{S3ErrorRules.LockFault}{InItsWords(answer)}");
        }
        if (S3ErrorRules.Find(code) is { } rule)
        {
            var asIs = rule.Failure is AccessDenied or UnsupportedByStore;
            return (rule.Failure, asIs ? $"{rule.Says}{InItsWords(answer)}" : rule.Says);
        }
        return answer.StatusCode switch
        {
            HttpStatusCode.Forbidden => (AccessDenied, $"the store denies it{InItsWords(answer)}"),
            HttpStatusCode.TooManyRequests => (Throttled, "the store asks to slow down"),
            _ => (
                StoreError,
                $"the store answers {(int)answer.StatusCode} {code}{InItsWords(answer)}; "
                    + "look into the store's own log if this goes on"
            ),
        };
    }

    private static (ObjectStoreFailure Failure, string Says) ForeignAnswer(int status, string words, S3Target target) =>
        status switch
        {
            429 => (
                Throttled,
                $"what stands before the store answers 429 {AnswerWords.Quoted(words)}: too many requests"
            ),
            500 or >= 502 => (
                StoreError,
                $"not the store but something before it answers {status} {AnswerWords.Quoted(words)}; "
                    + "look whether the store is up, and at the gateway or load balancer before it"
            ),
            _ => (
                NotAnS3Store,
                $"{target.Endpoint} answers {status} {AnswerWords.Quoted(words)}, which is not an answer of S3; "
                    + "correct spec.s3.endpoint, or look at the proxy, firewall or login page between"
            ),
        };

    private static string RedirectOf(RedirectedException redirected, S3Target target) =>
        $"{target.Endpoint} answers {redirected.Status} and sends to "
        + (
            redirected.Location.Length == 0
                ? "an address that it does not name"
                : AnswerWords.InLine(redirected.Location)
        )
        + "; set spec.s3.endpoint to the S3 store's own address, which answers itself";

    private static (ObjectStoreFailure Failure, string Says) Refused(
        IReadOnlyList<AskedHeader> headers,
        AmazonS3Exception refusal
    )
    {
        var names = string.Join(" and ", headers.Select(header => header.Name));
        var fields = string.Join(" and ", headers.Select(header => header.Field));
        var asks = headers.Count == 1 ? "asks" : "ask";
        if (refusal.StatusCode == HttpStatusCode.Forbidden)
        {
            var permissions = string.Join(" and ", headers.Select(header => header.Permission).OfType<string>());
            return (
                AccessDenied,
                $"the store denies {names}, which {fields} {asks} for{InItsWords(refusal)}; "
                    + (permissions.Length > 0 ? $"grant {permissions} on the bucket, or " : "allow it by policy, or ")
                    + $"leave out {fields}"
            );
        }
        return (
            UnsupportedByStore,
            $"the store refuses {names}, which {fields} {asks} for: it answers {(int)refusal.StatusCode} "
                + $"{refusal.ErrorCode}{InItsWords(refusal)}; leave out {fields}, or use a store that has this"
        );
    }

    private static bool IsRedirect(AmazonServiceException answer) =>
        (int)answer.StatusCode is >= 300 and < 400 || answer.ErrorCode == "AuthorizationHeaderMalformed";

    private static string? RegionOf(AmazonServiceException answer) =>
        HeaderOf(answer, BucketRegionHeader) is { Length: > 0 } region
            ? region
            : RegionInWords().Match(answer.Message).Groups[1].Value;

    private static string? ForeignWordsOf(AmazonServiceException answer) =>
        HeaderOf(answer, AnswerGuard.ForeignMark) is { } words
            ? Encoding.UTF8.GetString(Convert.FromBase64String(words))
            : null;

    private static string? HeaderOf(AmazonServiceException answer, string name) =>
        answer.InnerException is HttpErrorResponseException { Response: { } response } && response.IsHeaderPresent(name)
            ? response.GetHeaderValue(name)
            : null;

    private static string InItsWords(AmazonServiceException answer) =>
        // Without words of the store, the SDK puts in its own, which hold the request's id.
        string.IsNullOrWhiteSpace(answer.Message) || answer.Message.Contains(" Error Code ", StringComparison.Ordinal)
            ? ""
            : $" ({AnswerWords.InLine(answer.Message)})";

    [GeneratedRegex("expecting '([a-z0-9-]+)'")]
    private static partial Regex RegionInWords();
}
