using System.Text.RegularExpressions;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>The rules of <c>BillingServerSettings</c> (guide: Global Settings page).</summary>
public static partial class BillingServerSettingsValidator
{
    private const int MaxInterval = 32;
    private const int MaxRetainDays = 36500;
    private static readonly FieldPath S3Field = FieldPath.Of("spec", "s3");
    private static readonly TimeSpan MinProbeInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxProbeInterval = TimeSpan.FromDays(1);

    /// <summary>Every error of the settings, each at its own field; none means valid.</summary>
    public static IReadOnlyList<FieldError> Validate(BillingServerSettingsSpec spec)
    {
        var errors = new FieldErrorList();
        if (spec.S3 is null)
        {
            errors.Add(S3Field, "is required: enter at least s3.bucket");
        }
        else
        {
            CheckS3(spec.S3, errors);
        }

        CheckCredentials(spec.Credentials, errors);
        errors.Check(FieldPath.Of("spec", "probe", "interval"), spec.Probe?.Interval, FindIntervalError);
        return errors.Errors;
    }

    private static void CheckS3(S3Settings s3, FieldErrorList errors)
    {
        errors.CheckRequired(S3Field.Child("bucket"), s3.Bucket, "the name of the S3 bucket", BucketName.FindError);
        errors.Check(S3Field.Child("region"), s3.Region, FindRegionError);
        errors.Check(S3Field.Child("prefix"), s3.Prefix, KeyPrefix.FindError);
        errors.Check(
            S3Field.Child("endpoint"),
            s3.Endpoint,
            endpoint => EndpointUrl.FindError(endpoint, s3.AllowInsecureEndpoint == true)
        );
        CheckCaBundle(s3.CaBundle, errors);
        errors.Check(S3Field.Child("expectedBucketOwner"), s3.ExpectedBucketOwner, AssumedRole.FindAccountError);
        errors.CheckOneOf(S3Field.Child("acl"), s3.Acl, "BucketOwnerFullControl");
        errors.Check(S3Field.Child("storageClass"), s3.StorageClass, FindStorageClassError);
        ObjectTags.Check(S3Field.Child("tags"), s3.Tags ?? new Dictionary<string, string>(), errors);
        CheckObjectLock(s3.ObjectLock, errors);
        CheckEncryption(s3.Encryption, errors);
        errors.CheckOneOf(
            S3Field.Child("conditionalWrites"),
            s3.ConditionalWrites,
            ConditionalWrites.Auto,
            ConditionalWrites.Required,
            ConditionalWrites.Disabled
        );
    }

    private static void CheckCaBundle(CaBundle? bundle, FieldErrorList errors)
    {
        var path = S3Field.Child("caBundle");
        if (bundle is null)
        {
            return;
        }

        if (bundle.Inline is null == bundle.SecretRef is null)
        {
            errors.Add(
                path,
                bundle.Inline is null
                    ? "has neither inline nor secretRef: enter one of the two"
                    : "has both inline and secretRef: remove one of the two"
            );
        }

        errors.Check(path.Child("inline"), bundle.Inline, PemBundle.FindError);
        if (bundle.SecretRef is { } secret)
        {
            errors.CheckRequired(
                path.Child("secretRef").Child("name"),
                secret.Name,
                "the name of a Secret in the operator's namespace",
                ObjectName.FindError
            );
            errors.CheckRequired(
                path.Child("secretRef").Child("key"),
                secret.Key,
                "the key that holds the certificates",
                ObjectName.FindSecretKeyError
            );
        }
    }

    private static void CheckObjectLock(ObjectLockSettings? objectLock, FieldErrorList errors)
    {
        var path = S3Field.Child("objectLock");
        if (objectLock is null)
        {
            return;
        }

        errors.CheckRequiredOneOf(path.Child("mode"), objectLock.Mode, "", "GOVERNANCE", "COMPLIANCE");
        if (objectLock.RetainDays is null)
        {
            errors.Add(path.Child("retainDays"), $"is required: enter the days to keep, 1 to {MaxRetainDays}");
        }

        errors.CheckRange(path.Child("retainDays"), objectLock.RetainDays, 1, MaxRetainDays);
    }

    private static void CheckEncryption(EncryptionSettings? encryption, FieldErrorList errors)
    {
        var path = S3Field.Child("encryption");
        if (encryption is null)
        {
            return;
        }

        errors.CheckOneOf(
            path.Child("type"),
            encryption.Type,
            EncryptionType.None,
            EncryptionType.SseS3,
            EncryptionType.SseKms
        );
        if (encryption.Type == EncryptionType.SseKms)
        {
            errors.CheckRequired(
                path.Child("kmsKeyId"),
                encryption.KmsKeyId,
                "the id or the ARN of the KMS key",
                FindKmsKeyError
            );
            return;
        }

        if (!string.IsNullOrEmpty(encryption.KmsKeyId))
        {
            errors.Add(path.Child("kmsKeyId"), "needs type: SSE-KMS: set the type, or leave the key out");
        }

        if (encryption.BucketKeyEnabled == true)
        {
            errors.Add(path.Child("bucketKeyEnabled"), "needs type: SSE-KMS: set the type, or leave the field out");
        }
    }

    private static void CheckCredentials(CredentialsSettings? credentials, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec", "credentials");
        if (credentials is null || credentials.SecretRef is null == credentials.WorkloadIdentity is null)
        {
            errors.Add(
                path,
                "needs exactly one of secretRef (access keys in a Secret) and workloadIdentity: {} (the AWS default chain)"
            );
        }

        if (credentials?.SecretRef is { } secret)
        {
            errors.CheckRequired(
                path.Child("secretRef").Child("name"),
                secret.Name,
                "the name of a Secret in the operator's namespace",
                ObjectName.FindError
            );
            errors.Check(
                path.Child("secretRef").Child("accessKeyIdKey"),
                secret.AccessKeyIdKey,
                ObjectName.FindSecretKeyError
            );
            errors.Check(
                path.Child("secretRef").Child("secretAccessKeyKey"),
                secret.SecretAccessKeyKey,
                ObjectName.FindSecretKeyError
            );
            errors.Check(
                path.Child("secretRef").Child("sessionTokenKey"),
                secret.SessionTokenKey,
                ObjectName.FindSecretKeyError
            );
        }

        if (credentials?.AssumeRole is { } role)
        {
            AssumedRole.Check(path.Child("assumeRole"), role, errors);
        }
    }

    private static string? FindRegionError(string region) =>
        Region().IsMatch(region) ? null : $"is {Quoted.Text(region)}: enter a region such as eu-central-1";

    private static string? FindStorageClassError(string storageClass) =>
        StorageClass().IsMatch(storageClass)
            ? null
            : $"is {Quoted.Text(storageClass)}: enter a storage class such as STANDARD_IA";

    private static string? FindKmsKeyError(string key) =>
        KmsKey().IsMatch(key) ? null : $"is {Quoted.Text(key)}: enter the id or the ARN of the KMS key";

    private static string? FindIntervalError(string interval) =>
        interval.Length <= MaxInterval
        && Interval().IsMatch(interval)
        && GoDuration.TryParse(interval, out var parsed)
        && parsed >= MinProbeInterval
        && parsed <= MaxProbeInterval
            ? null
            : $"is {Quoted.Text(interval)}: enter a duration from 10s to 24h, such as 5m or 1h30m";

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Region();

    // No duration of this length is more than CEL's duration() can take.
    [GeneratedRegex(@"^([0-9]{1,5}(\.[0-9]{1,5})?[hms])+\z")]
    private static partial Regex Interval();

    [GeneratedRegex(@"^[A-Z0-9_-]{1,64}\z")]
    private static partial Regex StorageClass();

    [GeneratedRegex(@"^[A-Za-z0-9:/_-]{1,2048}\z")]
    private static partial Regex KmsKey();
}
