using System.Globalization;
using System.Text.Json.Nodes;

namespace BillingOperator.Benchmarks.Parts;

/// <summary>Many billable cloud tenants in one namespace.</summary>
internal sealed class ManyTenants(ApiClient api)
{
    public const string Namespace = "tenants";

    private const int Concurrency = 32;

    /// <summary>The name of a tenant, by its number.</summary>
    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"tenant-{number:d6}");

    /// <summary>The path of a tenant, by its number.</summary>
    public static string PathOf(int number) => ApiClient.PathOf("tenants", Namespace, NameOf(number));

    /// <summary>Creates the tenants from one number up to another, exclusively.</summary>
    public Task CreateAsync(int from, int to, CancellationToken cancellationToken) =>
        EachAsync(
            from,
            to,
            (number, token) => api.CreateAsync(ApiClient.PathOf("tenants", Namespace), Manifest(number), token),
            cancellationToken
        );

    /// <summary>Deletes the tenants from one number up to another, exclusively.</summary>
    public Task DeleteAsync(int from, int to, CancellationToken cancellationToken) =>
        EachAsync(from, to, (number, token) => api.DeleteAsync(PathOf(number), token), cancellationToken);

    /// <summary>All tenants as the server has them.</summary>
    public async Task<JsonArray> ListAsync(CancellationToken cancellationToken) =>
        (await api.GetAsync(ApiClient.PathOf("tenants", Namespace), cancellationToken))["items"]!.AsArray();

    private static Task EachAsync(
        int from,
        int to,
        Func<int, CancellationToken, Task> act,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForAsync(
            from,
            to,
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (number, token) => await act(number, token)
        );

    private static JsonObject Manifest(int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{number:d6}");
        return new JsonObject
        {
            ["apiVersion"] = "billing.pureconnect.io/v1",
            ["kind"] = "Tenant",
            ["metadata"] = new JsonObject { ["name"] = NameOf(number), ["namespace"] = Namespace },
            ["spec"] = new JsonObject
            {
                ["displayName"] = $"Contact Center {text}",
                ["billing"] = new JsonObject
                {
                    ["billable"] = "PureConnect",
                    ["deployment"] = "Cloud",
                    ["tier1AccountId"] = $"0011-{text}",
                    ["tier2AccountId"] = $"0011-{text}-02",
                    ["tier3AccountId"] = $"0011-{text}-02-7",
                    ["externalId"] = $"EXT-{text}",
                    ["sourceId"] = $"SRC-{text}",
                },
            },
        };
    }
}
