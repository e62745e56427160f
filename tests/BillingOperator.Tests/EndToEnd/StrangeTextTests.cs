using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// Whatever text the API server stores, in whatever field or annotation: every status gets written, and the billing of the
/// others goes on.
/// </summary>
public sealed class StrangeTextTests(Installation installation) : IClassFixture<Installation>
{
    private const int Seed = 20261126;
    private const string Group = "billing.pureconnect.io";
    private const string Api = $"/apis/{Group}/v1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Each of them once kept a status from being written.</summary>
    private static readonly (string Name, string Field, string Text)[] Known =
    [
        ("known-1", "sourceId", "SRC-𠮷"),
        ("known-2", "externalId", "🚀"),
        ("known-3", "tier1AccountId", "\ud83d\ude80 \u2028 \u007f"),
    ];

    private readonly RandomText _text = new(Seed);

    [Fact]
    public async Task Random_text_everywhere_stops_no_status_and_no_other_event()
    {
        using var site = await installation.CreateSiteAsync("strange");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"), site.CloudTenant("beta"));
        await site.ApplyEventAsync(enabled: true);
        await using var running = await installation.StartOperatorAsync();
        await site.RunsEndedAsync(1);
        using var http = installation.Cluster.OpenHttpClient();

        List<string> stored = [];
        foreach (var (name, field, text) in Known)
        {
            var tenant = Tenant(1);
            tenant["metadata"]!["name"] = name;
            tenant["spec"]!["billing"]![field] = text;
            stored.AddRange(await CreateAsync(http, $"{Api}/namespaces/{site.Name}/tenants", tenant));
        }
        for (var i = 0; i < 60; i++)
        {
            stored.AddRange(await CreateAsync(http, $"{Api}/namespaces/{site.Name}/tenants", Tenant(i)));
        }
        for (var i = 0; i < 12; i++)
        {
            stored.AddRange(await CreateAsync(http, $"{Api}/billingserversettings", Settings(i, site)));
            stored.AddRange(await CreateAsync(http, $"{Api}/billingevents", Event(i, site)));
        }
        await site.RequestAsync("2026-11-26 🚀");

        stored.Count(path => path.Contains("/tenants/", StringComparison.Ordinal)).Should().BeGreaterThan(5);
        stored.Count(path => path.Contains("/billingevents/", StringComparison.Ordinal)).Should().BeGreaterThan(2);
        await site.RunsEndedAsync(2, Patience);
        foreach (var path in stored)
        {
            JsonNode? seen = null;
            await Eventually.TrueAsync(
                async () =>
                {
                    seen = JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!;
                    return seen.Condition("Ready") is not null
                        && (long?)seen["status"]!["observedGeneration"] == (long?)seen["metadata"]!["generation"];
                },
                Patience,
                () => $"{path} is {seen}\n{running.Log}"
            );
        }
        (await running.GetAsync("/metrics")).Should().NotContain("controller_runtime_refused_statuses{");
        (await running.GetAsync("/readyz")).Should().StartWith("Healthy");
        running
            .Log.Split('\n')
            .Should()
            .NotContain(line => line.Contains(" at BillingOperator.", StringComparison.Ordinal));
    }

    /// <summary>One field at a time is strange, and now and then all: the first fault hides the others.</summary>
    private JsonObject Tenant(int i)
    {
        var billing = new JsonObject
        {
            ["billable"] = "PureConnect",
            ["deployment"] = "Cloud",
            ["tier1AccountId"] = "1",
            ["tier2AccountId"] = "2",
            ["tier3AccountId"] = "3",
            ["externalId"] = "4",
            ["sourceId"] = "5",
        };
        var spec = new JsonObject { ["billing"] = billing };
        string[] fields = ["displayName", "tenantId", "tier1AccountId", "tier2AccountId", "externalId", "sourceId", ""];
        foreach (var field in i % 10 == 0 ? fields[..^1] : [fields[i % fields.Length]])
        {
            if (field is "displayName" or "tenantId")
            {
                spec[field] = _text.Next(40);
            }
            else if (field.Length > 0)
            {
                billing[field] = _text.Next(30);
            }
        }
        return Object("Tenant", $"strange-{i}", spec, annotations: [("note", _text.Next(300))]);
    }

    private JsonObject Settings(int i, Site site)
    {
        var s3 = new JsonObject
        {
            ["bucket"] = site.Name,
            ["region"] = "us-east-1",
            ["prefix"] = $"strange-{i}",
            ["endpoint"] = installation.S3Proxy.Endpoint.ToString().TrimEnd('/'),
            ["forcePathStyle"] = true,
            ["allowInsecureEndpoint"] = true,
        };
        var field = _text.Of("prefix", "bucket", "region", "storageClass", "expectedBucketOwner", "tags", "prefix");
        s3[field] =
            field == "tags" ? new JsonObject { [_text.Next(10)] = _text.Next(20) }
            : field == "prefix" && i % 2 == 0 ? $"😀-𠮷-{i}"
            : _text.Next(20);
        var spec = new JsonObject
        {
            ["s3"] = s3,
            ["credentials"] = new JsonObject { ["secretRef"] = new JsonObject { ["name"] = site.Name } },
        };
        return Object("BillingServerSettings", $"strange-{site.Name}-{i}", spec, [("takeOver", _text.Next(30))]);
    }

    private JsonObject Event(int i, Site site)
    {
        var spec = new JsonObject
        {
            ["enabled"] = i % 3 != 0,
            ["serverSettingsRef"] = new JsonObject { ["name"] = site.Name },
            ["tenantSelector"] = new JsonObject
            {
                ["matchLabels"] = new JsonObject { ["site"] = i % 2 == 0 ? site.Name : _text.NextLabel() },
            },
        };
        var field = _text.Of("schedule", "timeZone", "", "", "");
        if (field.Length > 0)
        {
            spec[field] = _text.Next(20);
        }
        return Object(
            "BillingEvent",
            $"strange-{site.Name}-{i}",
            spec,
            [("requestedAt", i % 2 == 0 ? "2026-11-26 🚀" : _text.Next(60)), ("requestedPeriod", _text.Next(20))]
        );
    }

    private JsonObject Object(string kind, string name, JsonObject spec, (string Name, string Text)[] annotations)
    {
        var notes = new JsonObject();
        foreach (var (note, text) in annotations)
        {
            notes[$"{Group}/{note}"] = text;
        }
        return new JsonObject
        {
            ["apiVersion"] = $"{Group}/v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = notes,
                ["labels"] = new JsonObject { [_text.NextLabel()] = _text.NextLabel() },
            },
            ["spec"] = spec,
        };
    }

    /// <summary>Creates an object.</summary>
    /// <returns>Its path, where the API server stored it; nothing where it refused it, as it may.</returns>
    private static async Task<IEnumerable<string>> CreateAsync(HttpClient http, string collection, JsonObject entity)
    {
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(entity.ToJsonString()));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await http.PostAsync(new Uri(collection, UriKind.Relative), body);
        ((int)answer.StatusCode).Should().BeLessThan(500);
        return answer.IsSuccessStatusCode ? [$"{collection}/{entity["metadata"]!["name"]}"] : [];
    }
}
