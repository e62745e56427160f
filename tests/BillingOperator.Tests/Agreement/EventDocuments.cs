using System.Text.Json.Nodes;
using BillingOperator.Api;

namespace BillingOperator.Tests.Agreement;

/// <summary>Events that try each field and both annotations.</summary>
internal static class EventDocuments
{
    private const string Kind = "BillingEvent";

    private static readonly string[] Zones =
    [
        "Etc/UTC",
        "UTC",
        "Europe/Berlin",
        "europe/berlin",
        "Europe/Nowhere",
        "W. Europe Standard Time",
        "America/Argentina/Buenos_Aires",
        "Etc/GMT+5",
        "CET",
        "/Europe",
        "Europe/",
        "Europe//Berlin",
        "Europe/Berlin/",
        "//Europe/Berlin",
        "Europe/./Berlin",
        "./Europe/Berlin",
        "Europe/../Europe/Berlin",
        "EUROPE/BERLIN",
        "etc/utc",
        "utc",
        "Etc/UTC ",
        " Etc/UTC",
        "Etc/ UTC",
        "Etc/UTC\n",
        "Etc/UTC\t",
        "Etc\\UTC",
        "right/Europe/Berlin",
        "posix/Europe/Berlin",
        "localtime",
        "../etc/passwd",
        "+02:00",
        new('a', 64),
        new('a', 65),
    ];

    private static readonly string[] Selectors =
    [
        "{}",
        """{"matchLabels": null}""",
        """{"matchLabels": {}}""",
        """{"matchLabels": {"a": null}}""",
        """{"matchLabels": {"a": null, "b": "c"}}""",
        """{"matchLabels": {"a": ""}}""",
        """{"matchLabels": {"a": "b"}, "matchExpressions": null}""",
        """{"matchLabels": {"a": "b"}, "matchExpressions": []}""",
        """{"matchLabels": {}, "matchExpressions": [{"key": "a", "operator": "Exists"}]}""",
        """{"matchExpressions": []}""",
        """{"matchExpressions": [null]}""",
        """{"matchExpressions": [{}]}""",
        """{"matchExpressions": [{"key": "a"}]}""",
        """{"matchExpressions": [{"operator": "Exists"}]}""",
        """{"matchExpressions": [{"key": null, "operator": "Exists"}]}""",
        """{"matchExpressions": [{"key": "a", "operator": null}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "exists"}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "Exists", "values": null}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "Exists", "values": []}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "Exists", "values": ["b"]}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "DoesNotExist", "values": ["b"]}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "In"}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "In", "values": []}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "NotIn", "values": null}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", null]}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", ""]}]}""",
        """{"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "b"]}]}""",
    ];

    private static readonly string[] Keys =
    [
        "a",
        "a/b",
        "a.b/c",
        "a..b/c",
        "-a/b",
        "A/b",
        "/a",
        "a/",
        "a/b/c",
        $"{new string('p', 253)}/a",
        $"{new string('p', 254)}/a",
        new('k', 63),
        new('k', 64),
        $"a/{new string('k', 64)}",
    ];

    private static readonly string[] Periods =
    [
        "2026-10",
        "2026-10#2",
        "2026-13",
        "0001-01",
        "2026-10-31",
        "last month",
        "",
    ];

    public static IEnumerable<AgreementDocument> All(Random random) =>
        [
            .. ScheduleCorpus.All(random, 500).Select(schedule => Of("spec.schedule", "schedule", schedule)),
            .. Zones.Concat(TextCorpus.All(random, 64, 10)).Select(zone => Of("spec.timeZone", "timeZone", zone)),
            .. new[] { "Monthly", "Daily", "monthly", "", "Weekly", "x" }.Select(period =>
                Of("spec.billingPeriod", "billingPeriod", period)
            ),
            .. new[] { "default", "a.b", "A", "-a", "", new('n', 253), new('n', 254), "a/b", "é" }.Select(name =>
                Of("spec.serverSettingsRef.name", "serverSettingsRef", new JsonObject { ["name"] = name })
            ),
            .. Numbers("startingDeadlineSeconds", 0, 366 * 24 * 3600),
            .. Numbers("uploadConcurrency", 1, 256),
            .. Numbers("historyLimit", 1, 100),
            .. SelectorsOf(random).Select(selector => Of("spec.tenantSelector", "tenantSelector", selector)),
            .. Annotated(),
            .. Structures.Of(Kind, Full()),
        ];

    private static IEnumerable<JsonNode?> SelectorsOf(Random random)
    {
        static JsonObject Labels(string key, string? value) =>
            new() { ["matchLabels"] = new JsonObject { [key] = value } };
        static JsonObject Term(string key, string? value) =>
            new()
            {
                ["matchExpressions"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = key,
                        ["operator"] = "In",
                        ["values"] = new JsonArray(value),
                    }
                ),
            };
        JsonObject Many(int count) =>
            new()
            {
                ["matchLabels"] = new JsonObject(
                    Enumerable.Range(0, count).Select(index => KeyValuePair.Create($"k{index}", (JsonNode?)"v"))
                ),
            };
        var texts = TextCorpus.All(random, 63, 20).ToList();
        return
        [
            .. Selectors.Select(selector => JsonNode.Parse(selector)),
            .. Keys.Concat(texts).Select(key => Labels(key, "v")),
            .. Keys.Concat(texts).Select(key => Term(key, "v")),
            .. texts.Select(value => Labels("k", value)),
            .. texts.Select(value => Term("k", value)),
            Many(64),
            Many(65),
        ];
    }

    private static IEnumerable<AgreementDocument> Numbers(string field, long least, long most) =>
        new long?[] { null, least - 1, least, most, most + 1, int.MaxValue, 1L + int.MaxValue, long.MinValue }.Select(
            number => Of($"spec.{field}", field, number)
        );

    private static IEnumerable<AgreementDocument> Annotated() =>
        [
            .. Periods.Select(period => Annotated(ApiGroup.RequestedPeriodAnnotation, period)),
            .. TextCorpus.Edges.Select(value => Annotated(ApiGroup.RequestedAtAnnotation, value)),
            Annotated(ApiGroup.RequestedAtAnnotation, new string('x', 10_000)),
            Annotated($"{ApiGroup.Name}/requestAt", "now"),
            Annotated($"{ApiGroup.Name}/takeOver", "now"),
        ];

    private static AgreementDocument Annotated(string key, string value) =>
        AgreementDocument.Of(
            Kind,
            "metadata.annotations",
            new JsonObject(),
            new JsonObject
            {
                ["name"] = "tried",
                ["annotations"] = new JsonObject { [key] = value },
            }
        );

    private static JsonObject Full() =>
        new()
        {
            ["enabled"] = false,
            ["serverSettingsRef"] = new JsonObject { ["name"] = "default" },
            ["schedule"] = "@daily",
            ["tenantSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["a"] = "b" } },
            ["uploadConcurrency"] = 32,
        };

    private static AgreementDocument Of(string path, string field, JsonNode? value) =>
        AgreementDocument.Of(Kind, path, new JsonObject { [field] = value });
}
