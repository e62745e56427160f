using Amazon.Runtime;

namespace BillingOperator.Storage.Http;

/// <summary>Gives the SDK's clients one pool of connections, which outlives none of them.</summary>
internal sealed class SharedHttpClientFactory(HttpMessageHandler handler) : HttpClientFactory
{
    /// <summary>For one try, from the first byte sent to the answer's header.</summary>
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
        new(handler, disposeHandler: false) { Timeout = TryTimeout };
}
