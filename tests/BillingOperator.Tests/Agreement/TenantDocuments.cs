using System.Text.Json.Nodes;

namespace BillingOperator.Tests.Agreement;

/// <summary>Tenants that try each field, and the ids that a billable one needs or must not have.</summary>
internal static class TenantDocuments
{
    private const string Kind = "Tenant";

    private static readonly string[] IdFields =
    [
        "tier1AccountId",
        "tier2AccountId",
        "tier3AccountId",
        "externalId",
        "sourceId",
    ];

    private static readonly string[] Ids =
    [
        "a",
        "A.b_C-9",
        "a.",
        ".a",
        "-a",
        "a-",
        "a/b",
        "a..b",
        "..",
        "0",
        new('a', 63),
        new('a', 64),
    ];

    public static IEnumerable<AgreementDocument> All(Random random) =>
        [
            .. TextCorpus
                .All(random, 256, 100)
                .Select(text => Of("spec.displayName", new() { ["displayName"] = text })),
            .. Ids.Concat(TextCorpus.All(random, 63)).Select(id => Of("spec.tenantId", new() { ["tenantId"] = id })),
            .. IdFields.SelectMany(field =>
                TextCorpus
                    .All(random, 128, 10)
                    .Select(id => Of($"spec.billing.{field}", Billing(new JsonObject { [field] = id })))
            ),
            .. Combinations(random),
            .. Names(),
            .. Structures.Of(Kind, new JsonObject { ["billing"] = new JsonObject { ["sourceId"] = "1" } }),
        ];

    // Whether billable, where, and which ids are there: filled, blank, null and absent.
    private static IEnumerable<AgreementDocument> Combinations(Random random)
    {
        string?[] billables = [null, "PureConnect", "NotBillable", "pureconnect", ""];
        string?[] deployments = [null, "Cloud", "OnPremises", "cloud", ""];
        foreach (var (billable, deployment) in billables.SelectMany(b => deployments.Select(d => (b, d))))
        {
            for (var repeat = 0; repeat < 12; repeat++)
            {
                var billing = new JsonObject();
                Put(billing, "billable", billable);
                Put(billing, "deployment", deployment);
                foreach (var field in IdFields.Where(_ => random.Next(4) > 0 || repeat == 0))
                {
                    billing[field] =
                        repeat == 0 ? "0011"
                        : repeat == 1 ? ""
                        : random.Next(3) switch
                        {
                            0 => "",
                            1 => null,
                            _ => $"{random.Next(10000)}",
                        };
                }

                yield return Of("spec.billing", Billing(billing));
            }
        }
    }

    private static IEnumerable<AgreementDocument> Names()
    {
        string[] names =
        [
            "a",
            "a.b",
            "a-b",
            "A",
            "a_b",
            "-a",
            "",
            new('n', 63),
            new('n', 64),
            new('n', 253),
            new('n', 254),
        ];
        foreach (var name in names)
        {
            yield return AgreementDocument.Of(Kind, "metadata.name", new JsonObject(), name);
            yield return AgreementDocument.Of(Kind, "metadata.name", new JsonObject { ["tenantId"] = "a" }, name);
        }
    }

    private static AgreementDocument Of(string field, JsonObject spec) => AgreementDocument.Of(Kind, field, spec);

    private static JsonObject Billing(JsonObject billing) => new() { ["billing"] = billing };

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
