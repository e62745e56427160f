using System.Text.Json.Nodes;

namespace BillingOperator.Tests.Agreement;

/// <summary>Settings that try each field.</summary>
internal static class SettingsDocuments
{
    private const string Kind = "BillingServerSettings";

    private static readonly string[] Buckets =
    [
        "ab",
        "abc",
        "Billing",
        "a_b",
        "-ab",
        "ab-",
        ".ab",
        "a..b",
        "a.b",
        "a.-b",
        "10.0.0.1",
        "1.2.3",
        "xn--a",
        "sthree-a",
        "amzn-s3-demo-a",
        "a-s3alias",
        "a--ol-s3",
        "a.mrap",
        "a--x-s3",
        "a--table-s3",
        new('a', 63),
        new('a', 64),
    ];

    private static readonly string[] Endpoints =
    [
        "http://s3.example.com",
        "HTTP://s3.example.com",
        "HTTPS://S3.example.com",
        "hTTps://a",
        "httpſ://a",
        "ftp://a",
        "https:/a",
        "https//a",
        "//a",
        "https://",
        "https:///",
        "https://a/",
        "https://a//",
        "https://a/b",
        "https://a/\n",
        "https://a\n",
        "https://a?b",
        "https://a#b",
        "https://a\\b",
        "https://a:b@c",
        "https://@a",
        "https://a:",
        "https://a:0",
        "https://a:00443",
        "https://a:1",
        "https://a:9999",
        "https://a:59999/",
        "https://a:65535",
        "https://a:65536",
        "https://a:70000",
        "https://a:x",
        "https://a:-1",
        "https://a:443:443",
        "https://a b",
        "https://a_b.c",
        "https://_a",
        "https://-a",
        "https://a-",
        "https://a..b",
        "https://.a",
        "https://a.",
        "https://a.:443",
        "https://münchen.de",
        "https://xn--mnchen-3ya.de",
        "https://10.0.0.1",
        "https://10.0.0.256",
        "https://10.0.0",
        "https://010.0.0.1",
        "https://10.0.0.1.",
        "https://1",
        "https://0x7f.1",
        "https://a.1",
        "https://1.a",
        "https://[::]",
        "https://[::1]:9000/",
        "https://[::zz]",
        "https://[1:2:3:4:5:6:7:8]",
        "https://[1:2:3:4:5:6:7]",
        "https://[1:2:3:4:5:6:7:8:9]",
        "https://[1::2:3:4:5:6:7]",
        "https://[1::2:3:4:5:6:7:8]",
        "https://[1::2::3]",
        "https://[::ffff:10.0.0.1]",
        "https://[fe80::1%25eth0]",
        "https://[12345::]",
        "https://[::1",
        "https://::1",
        "https://[]",
        "https://[::1]a",
        $"https://{new string('a', 63)}.b",
        $"https://{new string('a', 64)}.b",
        $"https://{string.Join('.', Enumerable.Repeat("abcdefg", 31))}",
        $"https://{string.Join('.', Enumerable.Repeat("abcdefg", 32))}",
    ];

    private static readonly string[] Prefixes =
    [
        "/a",
        "a/",
        "/",
        "a/b",
        "a//b",
        ".",
        "..",
        "a/..",
        "../a",
        "a/./b",
        "a..b/.c",
        "a/ /b",
        new('é', 256),
        new('é', 257),
    ];

    private static readonly string[] Intervals =
    [
        "10s",
        "9s",
        "9.9s",
        "10.5s",
        "24h",
        "24h1s",
        "1h30m",
        "1.5h",
        "1.h",
        ".5h",
        "5",
        "5 m",
        "-5m",
        "+5m",
        "5M",
        "0",
        "10000ms",
        "600000000us",
        "1d",
        "86400s",
        "086400s",
        "99999h",
        "100000h",
        "0.00001h",
        "9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m",
        "9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m9m",
        "five minutes",
    ];

    public static IEnumerable<AgreementDocument> All(Random random) =>
        [
            .. S3("bucket", [.. Buckets, .. TextCorpus.All(random, 63, 10)]),
            .. S3("region", ["eu-central-1", "EU", "-a", "a-", .. TextCorpus.All(random, 63, 10)]),
            .. S3("prefix", [.. Prefixes, .. TextCorpus.All(random, 512, 100)]),
            .. S3(
                "endpoint",
                [.. Endpoints, .. Endpoints.Select(url => Mutate(url, random)), .. TextCorpus.All(random, 256)]
            ),
            .. Endpoints.Select(url =>
                Of("spec.s3.endpoint", Settings("endpoint", url, ("allowInsecureEndpoint", true)))
            ),
            .. S3(
                "expectedBucketOwner",
                ["123456789012", "12345678901", "1234-5678-9012", "12345678901a", .. TextCorpus.Edges]
            ),
            .. S3("acl", ["BucketOwnerFullControl", "private", "", .. TextCorpus.Leftovers]),
            .. S3("storageClass", ["STANDARD_IA", "standard", .. TextCorpus.All(random, 64, 5)]),
            .. S3("conditionalWrites", ["Auto", "auto", "Required", "Disabled", "", .. TextCorpus.Leftovers]),
            .. Tags(random),
            .. Encryptions(random),
            .. CaBundles(),
            .. Credentials(random),
            .. Numbers("objectLock", "retainDays", 36500, new JsonObject { ["mode"] = "GOVERNANCE" }),
            .. new[] { "GOVERNANCE", "COMPLIANCE", "governance", "" }.Select(mode =>
                Of("spec.s3.objectLock", Settings("objectLock", new JsonObject { ["mode"] = mode, ["retainDays"] = 1 }))
            ),
            .. Intervals.Concat(TextCorpus.All(random, 32, 5)).Select(interval => WithProbe(interval)),
            .. Structures.Of(Kind, Full()),
        ];

    private static IEnumerable<AgreementDocument> S3(string field, IEnumerable<string> values) =>
        values.Select(value => Of($"spec.s3.{field}", Settings(field, value)));

    private static IEnumerable<AgreementDocument> Tags(Random random)
    {
        var texts = TextCorpus.All(random, 128).ToList();
        string[] keys = ["aws:x", "AWS:x", "aWs:", "awsx", .. texts, .. TextCorpus.Lengths(128)];
        string?[] values = [null, .. texts, .. TextCorpus.Lengths(256)];
        JsonObject Many(int count) =>
            new(Enumerable.Range(0, count).Select(index => KeyValuePair.Create($"k{index}", (JsonNode?)"v")));
        return keys.Select(key => new JsonObject { [key] = "v" })
            .Concat(values.Select(value => new JsonObject { ["k"] = value }))
            .Concat([
                [],
                Many(10),
                Many(11),
                new JsonObject { ["a"] = "b", ["c"] = null },
            ])
            .Select(tags => Of("spec.s3.tags", Settings("tags", tags)));
    }

    private static IEnumerable<AgreementDocument> Encryptions(Random random)
    {
        string?[] types = [null, "None", "SSE-S3", "SSE-KMS", "AES256", ""];
        string?[] keys = [null, "", "1234abcd-12ab", "arn:aws:kms:eu:1:key/a", "a key", .. TextCorpus.Edges.Take(20)];
        bool?[] bucketKeys = [null, true, false];
        return from type in types
            from key in keys
            from bucketKey in bucketKeys
            where random.Next(2) == 0
            select Of(
                "spec.s3.encryption",
                Settings(
                    "encryption",
                    new JsonObject
                    {
                        ["type"] = type,
                        ["kmsKeyId"] = key,
                        ["bucketKeyEnabled"] = bucketKey,
                    }
                )
            );
    }

    private static IEnumerable<AgreementDocument> CaBundles()
    {
        string[] texts =
        [
            "",
            "text",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
            "# PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            new('a', 65536),
            new('a', 65537),
        ];
        var reference = new JsonObject { ["name"] = "ca", ["key"] = "ca.crt" };
        return texts
            .Select(text => new JsonObject { ["inline"] = text })
            .Append([])
            .Append(new JsonObject { ["secretRef"] = reference.DeepClone() })
            .Append(new JsonObject { ["inline"] = texts[2], ["secretRef"] = reference.DeepClone() })
            .Concat(
                TextCorpus.Edges.Select(key => new JsonObject
                {
                    ["secretRef"] = new JsonObject { ["name"] = "ca", ["key"] = key },
                })
            )
            .Select(bundle =>
                Of(
                    bundle.ContainsKey("inline") ? "spec.s3.caBundle.inline" : "spec.s3.caBundle",
                    Settings("caBundle", bundle)
                )
            );
    }

    private static IEnumerable<AgreementDocument> Credentials(Random random)
    {
        string[] arns =
        [
            "arn:aws:iam::123456789012:role/billing",
            "arn:aws-us-gov:iam::123456789012:role/a/b/billing",
            "arn:aws:iam::1:role/x",
            "arn:aws:iam::123456789012:user/x",
            "arn:aws:iam::123456789012:role/",
            $"arn:aws:iam::123456789012:role/{new string('p', 510)}/x",
            $"arn:aws:iam::123456789012:role/{new string('p', 511)}/x",
        ];
        string[] names = ["a", "a.b", "A", "a_b", "-a", "a/b", new('n', 253), new('n', 254)];
        (string Field, string[] Values)[] roles =
        [
            ("roleArn", [.. arns, .. TextCorpus.Edges]),
            ("externalId", ["ab", "a", "a:b/c=d,e.f@g-h+i_j", .. TextCorpus.All(random, 1224, 5)]),
            ("sessionName", ["ab", "a", "a:b", .. TextCorpus.All(random, 64, 5)]),
        ];
        foreach (var (field, values) in roles)
        {
            foreach (var value in values)
            {
                var role = new JsonObject { ["roleArn"] = arns[0], [field] = value };
                yield return WithCredentials(
                    $"spec.credentials.assumeRole.{field}",
                    new JsonObject { ["workloadIdentity"] = new JsonObject(), ["assumeRole"] = role }
                );
            }
        }

        foreach (var field in new[] { "name", "accessKeyIdKey", "secretAccessKeyKey", "sessionTokenKey" })
        {
            foreach (var value in names.Concat(TextCorpus.Edges.Take(30)))
            {
                var secret = new JsonObject { ["name"] = "s3", [field] = value };
                yield return WithCredentials(
                    $"spec.credentials.secretRef.{field}",
                    new JsonObject { ["secretRef"] = secret }
                );
            }
        }
    }

    private static IEnumerable<AgreementDocument> Numbers(string parent, string field, int most, JsonObject other)
    {
        foreach (
            var number in new long?[] { null, -1, 0, 1, most, most + 1, int.MaxValue, 1L + int.MaxValue, long.MaxValue }
        )
        {
            var json = (JsonObject)other.DeepClone();
            json[field] = number;
            yield return Of($"spec.s3.{parent}.{field}", Settings(parent, json));
        }
    }

    private static JsonObject Full() =>
        new()
        {
            ["s3"] = new JsonObject
            {
                ["bucket"] = "billing",
                ["forcePathStyle"] = true,
                ["caBundle"] = new JsonObject
                {
                    ["secretRef"] = new JsonObject { ["name"] = "a", ["key"] = "b" },
                },
                ["tags"] = new JsonObject { ["team"] = "billing" },
                ["encryption"] = new JsonObject { ["type"] = "SSE-S3" },
            },
            ["credentials"] = new JsonObject { ["secretRef"] = new JsonObject { ["name"] = "s3" } },
            ["probe"] = new JsonObject { ["interval"] = "5m", ["enabled"] = true },
        };

    private static AgreementDocument WithProbe(string interval)
    {
        var spec = Full();
        spec["probe"]!["interval"] = interval;
        return Of("spec.probe.interval", spec);
    }

    private static AgreementDocument WithCredentials(string field, JsonObject credentials)
    {
        var spec = Full();
        spec["credentials"] = credentials;
        return Of(field, spec);
    }

    private static JsonObject Settings(string field, JsonNode? value, params (string Field, JsonNode? Value)[] more)
    {
        var s3 = new JsonObject { ["bucket"] = "billing", [field] = value };
        foreach (var (name, other) in more)
        {
            s3[name] = other;
        }

        return new JsonObject
        {
            ["s3"] = s3,
            ["credentials"] = new JsonObject { ["workloadIdentity"] = new JsonObject() },
        };
    }

    private static AgreementDocument Of(string field, JsonObject spec) => AgreementDocument.Of(Kind, field, spec);

    private static string Mutate(string text, Random random)
    {
        var at = random.Next(text.Length);
        return random.Next(2) == 0 ? text.Remove(at, 1) : text.Insert(at, $"{"/:.[]@?#0aé "[random.Next(12)]}");
    }
}
