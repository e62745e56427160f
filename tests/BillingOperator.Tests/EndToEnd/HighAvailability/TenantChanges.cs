using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>Changes all tenants of a site, so that the leader has as many statuses and records to write.</summary>
public sealed class TenantChanges : IDisposable
{
    private const int Parallel = 4;

    private readonly HttpClient _api;
    private readonly Site _site;
    private readonly int _tenants;
    private int _round;

    public TenantChanges(ControlPlane cluster, Site site, int tenants)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(cluster.CertificateAuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        _api = new HttpClient(handler) { BaseAddress = cluster.Server };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.AdminToken);
        _site = site;
        _tenants = tenants;
    }

    public static string NameOf(int tenant) => string.Create(CultureInfo.InvariantCulture, $"tenant-{tenant:d4}");

    /// <summary>Gives every tenant a display name that it never had.</summary>
    public Task ChangeAllAsync()
    {
        var round = ++_round;
        return System.Threading.Tasks.Parallel.ForAsync(
            0,
            _tenants,
            new ParallelOptions { MaxDegreeOfParallelism = Parallel },
            async (tenant, token) =>
            {
                using var patch = new StringContent(
                    $$"""{"spec":{"displayName":"Name {{round}}"} }""",
                    Encoding.UTF8,
                    "application/merge-patch+json"
                );
                var path = $"/apis/billing.pureconnect.io/v1/namespaces/{_site.Name}/tenants/{NameOf(tenant)}";
                using var answer = await _api.PatchAsync(new Uri(path, UriKind.Relative), patch, token);
                answer.EnsureSuccessStatusCode();
            }
        );
    }

    public void Dispose() => _api.Dispose();
}
