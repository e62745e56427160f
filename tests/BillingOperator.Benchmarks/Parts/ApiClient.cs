using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment;

namespace BillingOperator.Benchmarks.Parts;

/// <summary>The API server by bare HTTP/2, as its administrator and without any of the product's code.</summary>
internal sealed class ApiClient : IDisposable
{
    private const string Group = "/apis/billing.pureconnect.io/v1";

    private readonly HttpClient _http;

    public ApiClient(ControlPlane cluster)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(cluster.CertificateAuthorityFile) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        _http = new HttpClient(handler)
        {
            BaseAddress = cluster.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", cluster.AdminToken) },
        };
    }

    /// <summary>The path of a resource of the product's group.</summary>
    public static string PathOf(string resource, string? @namespace = null, string? name = null) =>
        (@namespace is null ? $"{Group}/{resource}" : $"{Group}/namespaces/{@namespace}/{resource}")
        + (name is null ? "" : $"/{name}");

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<JsonNode>(path, cancellationToken))!;

    public Task CreateAsync(string path, JsonObject entity, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, entity.ToJsonString(), "application/json", cancellationToken);

    public Task MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json", cancellationToken);

    /// <summary>Server-side apply, forced, as the operator writes a status.</summary>
    public Task ApplyStatusAsync(string path, string entity, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Patch,
            $"{path}/status?fieldManager=billing-operator&force=true",
            entity,
            "application/apply-patch+yaml",
            cancellationToken
        );

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, "application/json", cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(
        HttpMethod method,
        string path,
        string? body,
        string mediaType,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, mediaType),
            Version = HttpVersion.Version20,
        };
        using var answer = await _http.SendAsync(request, cancellationToken);
        var said = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{method} {path}: {Encoding.UTF8.GetString(said)}");
        }
    }
}
