using System.Net;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>Every failure that BillingServerSettings have a name for.</summary>
internal static class AllFailures
{
    private const string Owner = "123456789012";

    /// <summary>The bucket's owner reads what another user wrote only if that user allows it.</summary>
    private const string OwnerReads = "acl: BucketOwnerFullControl";

    private static readonly Fault OwnedByAnother = exchange =>
        exchange.Header("x-amz-expected-bucket-owner") is Owner
            ? Faults.S3Error(HttpStatusCode.Forbidden, "AccessDenied", message: "Access Denied")(exchange)
            : exchange.ForwardAsync();

    public static IReadOnlyList<Failure> List { get; } =
    [
        new(
            "BucketNotFound",
            "the bucket is deleted, then made again",
            "create it, or correct spec.s3.bucket",
            site => site.Site.Bucket.DeleteAsync(),
            site => site.Site.Bucket.CreateAsync()
        ),
        new(
            "WrongRegion",
            "proxy: AWS's 400 AuthorizationHeaderMalformed",
            "the bucket is in region eu-central-1; set spec.s3.region to it",
            site =>
                site.AnswerAsync(
                    Faults.S3Error(
                        HttpStatusCode.BadRequest,
                        "AuthorizationHeaderMalformed",
                        message: "the region 'us-east-1' is wrong; expecting 'eu-central-1'"
                    )
                ),
            site => site.EndFault()
        ),
        new(
            "AccessDenied",
            "the bucket policy is taken from the user, then given back",
            "grant s3:PutObject",
            site => site.Site.Bucket.AllowNobodyAsync(),
            site => site.AllowAsync()
        )
        {
            HasUser = true,
            Settings = OwnerReads,
        },
        new(
            "WrongBucketOwner",
            "proxy: AWS's 403 to whoever expects another owner",
            "correct spec.s3.expectedBucketOwner",
            site => site.AnswerAsync(OwnedByAnother),
            site => site.EndFault()
        )
        {
            Settings = $"expectedBucketOwner: '{Owner}'",
        },
        new(
            "EncryptionDenied",
            "proxy: AWS's 400 KMS.DisabledException",
            "check spec.s3.encryption.kmsKeyId",
            site =>
                site.AnswerAsync(
                    Faults.S3Error(HttpStatusCode.BadRequest, "KMS.DisabledException", message: "The key is disabled")
                ),
            site => site.EndFault()
        ),
        new(
            "InvalidCredentials",
            "the key is revoked; then another is made and put into the Secret",
            "correct the credentials",
            site => site.RevokeAsync(),
            site => site.RotateAsync()
        )
        {
            HasUser = true,
            Settings = OwnerReads,
        },
        new(
            "SecretNotFound",
            "the Secret is deleted, then made again",
            "create it, or correct the secretRef",
            site => site.DeleteSecretAsync(),
            site => site.Site.CreateSecretAsync()
        ),
        new(
            "SecretKeyMissing",
            "a key is taken out of the Secret, then put back",
            "has no value at key \"secretAccessKey\"; add it",
            site => site.HalveSecretAsync(),
            site => site.Site.CreateSecretAsync()
        ),
        new(
            "ClockSkewed",
            "proxy: S3's 403 RequestTimeTooSkewed",
            "set the clock right (NTP)",
            site => site.AnswerAsync(Faults.S3Error(HttpStatusCode.Forbidden, "RequestTimeTooSkewed")),
            site => site.EndFault()
        ),
        new(
            "CertificateUntrusted",
            "the Secret of the CA bundle holds another authority, then the right one",
            "put its authority into spec.s3.caBundle",
            site => site.TrustAsync(false),
            site => site.TrustAsync(true)
        )
        {
            IsTls = true,
            Settings = "caBundle: {secretRef: {name: SITE-ca, key: ca.crt} }",
        },
        new(
            "EndpointUnreachable",
            "nobody listens at the endpoint, then somebody does",
            "check spec.s3.endpoint and the network",
            site => site.Proxy.RefuseConnectionsAsync(),
            site => site.Proxy.ListenAsync()
        ),
        new(
            "Throttled",
            "proxy: S3's 503 SlowDown",
            "lower spec.uploadConcurrency",
            site => site.AnswerAsync(Faults.S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown")),
            site => site.EndFault()
        ),
    ];
}
