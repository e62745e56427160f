using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Soak;

/// <summary>Creates, changes, breaks, fixes and deletes tenants at random, past all proxies, and knows what must come of it.</summary>
internal sealed class TenantChanges(HttpClient api, Site site, Random random)
{
    private const int Fewest = 40;
    private const int Most = 120;
    private readonly Dictionary<string, bool> _tenants = [];
    private int _named;

    /// <summary>How many changes were made.</summary>
    public int Count { get; private set; }

    /// <summary>The tenants that there are, and whether they are declared well.</summary>
    public IReadOnlyDictionary<string, bool> Tenants => _tenants;

    /// <summary>Makes changes until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await ChangeAsync();
            Count++;
            await Task.Delay(random.Next(20, 120), CancellationToken.None);
        }
    }

    /// <summary>Asks for a run of the site's event.</summary>
    public Task RequestRunAsync(string value) =>
        SendAsync(
            HttpMethod.Patch,
            $"billingevents/{site.Name}",
            $$"""{"metadata":{"annotations":{"billing.pureconnect.io/requestedAt":"{{value}}"} } }""",
            "application/merge-patch+json"
        );

    private Task ChangeAsync()
    {
        var dice = random.NextDouble();
        if (_tenants.Count < Fewest || (dice < 0.2 && _tenants.Count < Most))
        {
            var name = $"t{_named++:d5}";
            _tenants.Add(name, true);
            return SendAsync(HttpMethod.Post, Tenant(""), site.CloudTenant(name), "application/yaml");
        }

        var (chosen, wasValid) = _tenants.ElementAt(random.Next(_tenants.Count));
        if (dice < 0.4)
        {
            _tenants.Remove(chosen);
            return SendAsync(HttpMethod.Delete, Tenant(chosen), "", "application/json");
        }

        var isValid = dice < 0.55 ? !wasValid : wasValid;
        _tenants[chosen] = isValid;
        var (external, tier3) = (random.Next(10_000), isValid ? "T3-7" : "");
        return SendAsync(
            HttpMethod.Patch,
            Tenant(chosen),
            $$"""{"spec":{"billing":{"externalId":"{{external:d4}}","tier3AccountId":"{{tier3}}"} } }""",
            "application/merge-patch+json"
        );
    }

    private string Tenant(string name) => $"namespaces/{site.Name}/tenants/{name}".TrimEnd('/');

    /// <summary>
    /// Sends a change until the API server, which may be down, has made it. One that has just started answers
    /// <c>404 page not found</c>, and no Status, until it has read its custom resource definitions.
    /// </summary>
    private async Task SendAsync(HttpMethod method, string path, string body, string contentType)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(method, $"apis/billing.pureconnect.io/v1/{path}");
                request.Content = new StringContent(body, Encoding.UTF8);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
                using var response = await api.SendAsync(request);
                var isServed = response.Content.Headers.ContentType?.MediaType == "application/json";
                var isDone = method == HttpMethod.Post && response.StatusCode == HttpStatusCode.Conflict;
                var isGone = method == HttpMethod.Delete && response.StatusCode == HttpStatusCode.NotFound && isServed;
                if (response.IsSuccessStatusCode || isDone || isGone)
                {
                    return;
                }

                if (isServed && (int)response.StatusCode is >= 400 and < 500 and not (401 or 403 or 429))
                {
                    throw new InvalidOperationException(
                        $"{method} {path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}"
                    );
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Down at the moment; what was sent may have been done all the same.
            }

            await Task.Delay(200);
        }
    }
}
