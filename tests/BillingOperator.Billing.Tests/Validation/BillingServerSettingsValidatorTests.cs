using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class BillingServerSettingsValidatorTests
{
    private static readonly CredentialsSettings Secret = new() { SecretRef = new() { Name = "s3-keys" } };

    [Fact]
    public void The_smallest_settings_are_valid() => Errors(new S3Settings()).Should().BeEmpty();

    [Fact]
    public void Settings_with_every_field_filled_are_valid() =>
        BillingServerSettingsValidator
            .Validate(
                new BillingServerSettingsSpec
                {
                    S3 = new S3Settings
                    {
                        Bucket = "billing.example-01",
                        Region = "eu-central-1",
                        Prefix = "env=prod/billing",
                        Endpoint = "http://rgw.storage.svc:7480",
                        AllowInsecureEndpoint = true,
                        ForcePathStyle = true,
                        CaBundle = new CaBundle
                        {
                            SecretRef = new SecretKeyRef { Name = "ca", Key = "ca.crt" },
                        },
                        ExpectedBucketOwner = "012345678901",
                        Acl = "BucketOwnerFullControl",
                        StorageClass = "STANDARD_IA",
                        Tags = new Dictionary<string, string> { ["cost center"] = "R+D" },
                        ObjectLock = new ObjectLockSettings { Mode = "COMPLIANCE", RetainDays = 3650 },
                        Encryption = new EncryptionSettings
                        {
                            Type = EncryptionType.SseKms,
                            KmsKeyId = "arn:aws:kms:eu-central-1:012345678901:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                            BucketKeyEnabled = true,
                        },
                        ConditionalWrites = ConditionalWrites.Required,
                    },
                    Credentials = new CredentialsSettings
                    {
                        WorkloadIdentity = new WorkloadIdentity(),
                        AssumeRole = new AssumeRoleSettings
                        {
                            RoleArn = "arn:aws:iam::012345678901:role/path/billing",
                            ExternalId = "ext:1",
                            SessionName = "billing-operator",
                            DurationSeconds = 900,
                        },
                    },
                    Probe = new ProbeSettings { Interval = "1m30s", Enabled = true },
                }
            )
            .Should()
            .BeEmpty();

    [Fact]
    public void An_empty_spec_asks_for_bucket_and_credentials() =>
        Fields(BillingServerSettingsValidator.Validate(new BillingServerSettingsSpec()))
            .Should()
            .Equal("spec.s3", "spec.credentials");

    [Theory]
    [InlineData(null, "is required")]
    [InlineData("", "is required")]
    [InlineData("ab", "3 to 63")]
    [InlineData("Billing", "lower-case")]
    [InlineData("billing_data", "lower-case")]
    [InlineData("-billing", "lower-case")]
    [InlineData("billing.", "lower-case")]
    [InlineData("billing\n", "lower-case")]
    [InlineData("a..b", "two dots")]
    [InlineData("192.168.0.1", "IP address")]
    [InlineData("xn--billing", "start with xn--")]
    [InlineData("sthree-billing", "start with sthree-")]
    [InlineData("amzn-s3-demo-billing", "start with amzn-s3-demo-")]
    [InlineData("billing-s3alias", "end with -s3alias")]
    [InlineData("billing--ol-s3", "end with --ol-s3")]
    [InlineData("billing.mrap", "end with .mrap")]
    [InlineData("billing--x-s3", "end with --x-s3")]
    [InlineData("billing--table-s3", "end with --table-s3")]
    public void A_bucket_keeps_to_the_naming_rules_of_S3(string? bucket, string fragment) =>
        BillingServerSettingsValidator
            .Validate(
                new BillingServerSettingsSpec
                {
                    S3 = new S3Settings { Bucket = bucket },
                    Credentials = Secret,
                }
            )
            .Should()
            .ContainSingle(error => $"{error.Field}" == "spec.s3.bucket" && error.Message.Contains(fragment));

    [Theory]
    [InlineData("/billing")]
    [InlineData("billing/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a\nb")]
    [InlineData(" ")]
    [InlineData("a\u200Bb")]
    [InlineData("a\uFFFF")]
    public void A_prefix_that_would_make_strange_keys_is_an_error(string prefix) =>
        Fields(Errors(new S3Settings { Prefix = prefix })).Should().Equal("spec.s3.prefix");

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a/b..c/.d")]
    [InlineData("😀/Abrechnung für März")]
    public void A_prefix_of_plain_parts_is_valid(string prefix) =>
        Errors(new S3Settings { Prefix = prefix }).Should().BeEmpty();

    [Fact]
    public void A_prefix_is_measured_in_bytes()
    {
        Errors(new S3Settings { Prefix = new string('é', 256) }).Should().BeEmpty();
        Errors(new S3Settings { Prefix = new string('é', 257) })
            .Should()
            .ContainSingle(error => error.Message.StartsWith("takes 514 bytes"));
    }

    [Theory]
    [InlineData("s3.example.com")]
    [InlineData("ftp://s3.example.com")]
    [InlineData("https://")]
    [InlineData("https://s3.example.com/billing")]
    [InlineData("https://s3.example.com?x=1")]
    [InlineData("https://s3.example.com#x")]
    [InlineData(" https://s3.example.com")]
    [InlineData("https://s3.example.com:99999")]
    [InlineData("https://s3.example.com:0")]
    [InlineData("https://s3.example.com:")]
    [InlineData("https://s3.example.com/\n")]
    [InlineData("https://[::zz]")]
    [InlineData("https://[1::2::3]")]
    [InlineData("https://10.0.0.256")]
    [InlineData("https://-a.example.com")]
    [InlineData("https://münchen.example.com")]
    [InlineData("httpſ://s3.example.com")]
    public void An_endpoint_is_a_URL_of_host_and_port_only(string endpoint) =>
        Fields(Errors(new S3Settings { Endpoint = endpoint })).Should().Equal("spec.s3.endpoint");

    [Theory]
    [InlineData("https://s3.example.com")]
    [InlineData("https://s3.example.com:9000/")]
    [InlineData("HTTPS://s3.example.com")]
    [InlineData("https://minio_1:65535")]
    [InlineData("https://s3.example.com.")]
    [InlineData("https://10.0.0.1")]
    [InlineData("https://[::1]")]
    [InlineData("https://[1:2:3:4:5:6:7:8]")]
    [InlineData("https://[2001:db8::1]:9000")]
    public void An_https_endpoint_is_valid(string endpoint) =>
        Errors(new S3Settings { Endpoint = new Uri(endpoint).OriginalString }).Should().BeEmpty();

    [Theory]
    [InlineData(null, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void An_http_endpoint_needs_permission(bool? allow, int errors) =>
        Errors(new S3Settings { Endpoint = "http://rgw:7480", AllowInsecureEndpoint = allow })
            .Should()
            .HaveCount(errors);

    [Fact]
    public void A_password_in_the_endpoint_is_an_error_that_does_not_show_it() =>
        Errors(new S3Settings { Endpoint = "https://me:hunter2@s3.example.com" })
            .Should()
            .ContainSingle()
            .Which.Message.Should()
            .StartWith("holds a user name or a password")
            .And.NotContain("hunter2");

    [Fact]
    public void A_CA_bundle_is_inline_or_from_a_secret()
    {
        var pem = Certificate();

        Errors(new S3Settings { CaBundle = new CaBundle { Inline = pem } }).Should().BeEmpty();
        Fields(Errors(new S3Settings { CaBundle = new CaBundle() })).Should().Equal("spec.s3.caBundle");
        Fields(
                Errors(
                    new S3Settings
                    {
                        CaBundle = new CaBundle { Inline = pem, SecretRef = new() },
                    }
                )
            )
            .Should()
            .Equal("spec.s3.caBundle", "spec.s3.caBundle.secretRef.name", "spec.s3.caBundle.secretRef.key");
    }

    [Fact]
    public void Several_certificates_with_text_around_them_are_a_bundle() =>
        PemBundle.FindError($"# ours\n{Certificate()}\n# theirs\n{Certificate()}\n").Should().BeNull();

    [Fact]
    public void A_bundle_that_is_none_says_what_is_wrong()
    {
        var pem = Certificate();
        using var key = ECDsa.Create();

        PemBundle.FindError("").Should().StartWith("holds no certificate");
        PemBundle.FindError("secret stuff").Should().StartWith("holds no certificate").And.NotContain("stuff");
        PemBundle.FindError(pem[..^10]).Should().StartWith("holds no certificate");
        PemBundle.FindError(pem + "\n" + pem[..^10]).Should().StartWith("holds a broken block");
        PemBundle.FindError(key.ExportPkcs8PrivateKeyPem()).Should().StartWith("holds a private key");
        PemBundle.FindError(key.ExportSubjectPublicKeyInfoPem()).Should().Contain("\"PUBLIC KEY\"");
        PemBundle
            .FindError("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")
            .Should()
            .Contain("number 1");
        PemBundle.FindError(new string('x', 65537)).Should().StartWith("has 65537 characters");
    }

    [Theory]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("1234-5678-9012")]
    [InlineData("")]
    public void A_bucket_owner_has_twelve_digits(string owner) =>
        Fields(Errors(new S3Settings { ExpectedBucketOwner = owner })).Should().Equal("spec.s3.expectedBucketOwner");

    [Fact]
    public void Values_outside_their_lists_are_errors() =>
        Fields(
                Errors(
                    new S3Settings
                    {
                        Region = "EU Central",
                        Acl = "public-read",
                        StorageClass = "cheap",
                        ObjectLock = new ObjectLockSettings { Mode = "governance", RetainDays = 0 },
                        Encryption = new EncryptionSettings { Type = "AES256" },
                        ConditionalWrites = "auto",
                    }
                )
            )
            .Should()
            .Equal(
                "spec.s3.region",
                "spec.s3.acl",
                "spec.s3.storageClass",
                "spec.s3.objectLock.mode",
                "spec.s3.objectLock.retainDays",
                "spec.s3.encryption.type",
                "spec.s3.conditionalWrites"
            );

    [Fact]
    public void A_field_that_must_be_there_is_not_to_be_left_out() =>
        Errors(
                new S3Settings
                {
                    ObjectLock = new ObjectLockSettings { Mode = "governance", RetainDays = 1 },
                }
            )
            .Should()
            .Equal(
                new FieldError(
                    FieldPath.Of("spec", "s3", "objectLock", "mode"),
                    "is \"governance\": use GOVERNANCE or COMPLIANCE, exactly so"
                )
            );

    [Fact]
    public void An_object_lock_needs_mode_and_days() =>
        Fields(Errors(new S3Settings { ObjectLock = new ObjectLockSettings() }))
            .Should()
            .Equal("spec.s3.objectLock.mode", "spec.s3.objectLock.retainDays");

    [Theory]
    [InlineData(EncryptionType.SseKms, null, null, "spec.s3.encryption.kmsKeyId")]
    [InlineData(EncryptionType.SseKms, "a key", null, "spec.s3.encryption.kmsKeyId")]
    [InlineData(EncryptionType.SseS3, "1234", null, "spec.s3.encryption.kmsKeyId")]
    [InlineData(EncryptionType.SseS3, null, true, "spec.s3.encryption.bucketKeyEnabled")]
    [InlineData(null, "1234", null, "spec.s3.encryption.kmsKeyId")]
    [InlineData(null, null, true, "spec.s3.encryption.bucketKeyEnabled")]
    [InlineData(EncryptionType.SseKms, "1234", true, null)]
    [InlineData(EncryptionType.SseS3, null, false, null)]
    [InlineData(EncryptionType.None, "", null, null)]
    public void A_KMS_key_goes_with_SSE_KMS_only(string? type, string? key, bool? bucketKey, string? field) =>
        Fields(
                Errors(
                    new S3Settings
                    {
                        Encryption = new EncryptionSettings
                        {
                            Type = type,
                            KmsKeyId = key,
                            BucketKeyEnabled = bucketKey,
                        },
                    }
                )
            )
            .Should()
            .Equal(field is null ? [] : [field]);

    [Theory]
    [InlineData("team", "billing", null)]
    [InlineData("team:sub/unit@x", "", null)]
    [InlineData("", "x", "an empty key")]
    [InlineData("AWS:team", "x", "which AWS reserves")]
    [InlineData("te*am", "x", "the key \"te*am\"")]
    [InlineData("team", "a&b", "the value \"a&b\"")]
    [InlineData("team", "a\nb", "the value \"a\\u000Ab\"")]
    public void Tags_keep_to_the_limits_of_S3(string key, string value, string? fragment)
    {
        var errors = Errors(new S3Settings { Tags = new Dictionary<string, string> { [key] = value } });

        if (fragment is null)
        {
            errors.Should().BeEmpty();
        }
        else
        {
            errors.Should().ContainSingle().Which.Message.Should().Contain(fragment);
            $"{errors[0].Field}".Should().StartWith("spec.s3.tags[");
        }
    }

    [Fact]
    public void Tags_are_bounded_in_number_and_length()
    {
        Dictionary<string, string> Tags(int count) =>
            Enumerable.Range(0, count).ToDictionary(index => $"k{index}", _ => "v");

        Errors(new S3Settings { Tags = Tags(10) }).Should().BeEmpty();
        Fields(Errors(new S3Settings { Tags = Tags(11) })).Should().Equal("spec.s3.tags");
        Errors(new S3Settings { Tags = new Dictionary<string, string> { [new string('k', 128)] = new('v', 256) } })
            .Should()
            .BeEmpty();
        Errors(new S3Settings { Tags = new Dictionary<string, string> { [new string('k', 129)] = new('v', 257) } })
            .Should()
            .HaveCount(2);
    }

    [Fact]
    public void Credentials_are_exactly_one_of_secret_and_workload_identity()
    {
        CredentialErrors(new CredentialsSettings()).Should().Equal("spec.credentials");
        CredentialErrors(Secret with { WorkloadIdentity = new WorkloadIdentity() }).Should().Equal("spec.credentials");
        CredentialErrors(new CredentialsSettings { WorkloadIdentity = new WorkloadIdentity() }).Should().BeEmpty();
    }

    [Fact]
    public void A_credentials_secret_is_named_as_Kubernetes_names_secrets() =>
        CredentialErrors(
                new CredentialsSettings
                {
                    SecretRef = new CredentialsSecretRef
                    {
                        Name = "other/namespace",
                        AccessKeyIdKey = "a/b",
                        SecretAccessKeyKey = "",
                        SessionTokenKey = "c d",
                    },
                }
            )
            .Should()
            .Equal(
                "spec.credentials.secretRef.name",
                "spec.credentials.secretRef.accessKeyIdKey",
                "spec.credentials.secretRef.secretAccessKeyKey",
                "spec.credentials.secretRef.sessionTokenKey"
            );

    [Fact]
    public void A_role_keeps_to_the_limits_of_STS()
    {
        CredentialErrors(Secret with { AssumeRole = new AssumeRoleSettings() })
            .Should()
            .Equal("spec.credentials.assumeRole.roleArn");
        CredentialErrors(
                Secret with
                {
                    AssumeRole = new AssumeRoleSettings
                    {
                        RoleArn = "arn:aws:iam::123:role/x",
                        ExternalId = "a b",
                        SessionName = "x",
                        DurationSeconds = 899,
                    },
                }
            )
            .Should()
            .Equal(
                "spec.credentials.assumeRole.roleArn",
                "spec.credentials.assumeRole.externalId",
                "spec.credentials.assumeRole.sessionName",
                "spec.credentials.assumeRole.durationSeconds"
            );
    }

    [Theory]
    [InlineData("9s")]
    [InlineData("24h1s")]
    [InlineData("5")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("")]
    [InlineData("10000ms")]
    [InlineData("9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m")]
    [InlineData("five minutes")]
    public void A_probe_interval_is_a_duration_within_reason(string interval) =>
        Fields(
                BillingServerSettingsValidator.Validate(
                    new BillingServerSettingsSpec
                    {
                        S3 = new S3Settings { Bucket = "billing" },
                        Credentials = Secret,
                        Probe = new ProbeSettings { Interval = interval },
                    }
                )
            )
            .Should()
            .Equal("spec.probe.interval");

    private static IReadOnlyList<FieldError> Errors(S3Settings s3) =>
        BillingServerSettingsValidator.Validate(
            new BillingServerSettingsSpec { S3 = s3 with { Bucket = s3.Bucket ?? "billing" }, Credentials = Secret }
        );

    private static IEnumerable<string> CredentialErrors(CredentialsSettings credentials) =>
        Fields(
            BillingServerSettingsValidator.Validate(
                new BillingServerSettingsSpec
                {
                    S3 = new S3Settings { Bucket = "billing" },
                    Credentials = credentials,
                }
            )
        );

    private static IEnumerable<string> Fields(IEnumerable<FieldError> errors) =>
        errors.Select(error => $"{error.Field}");

    private static string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
