using System.Net;

namespace BillingOperator.Hosting;

/// <summary>
/// The proxies of <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c>, <c>ALL_PROXY</c> and <c>NO_PROXY</c> (or in lower case), as kubectl
/// and the AWS CLI understand them (golang.org/x/net/http/httpproxy): <c>NO_PROXY</c> holds names with all below them,
/// <c>.name</c> and <c>*.name</c> with those below alone, addresses, CIDR ranges, each but the ranges also with a port, or
/// <c>*</c>. This machine is never reached through a proxy.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly ProxyServer? _https;
    private readonly ProxyServer? _http;
    private readonly List<NoProxyRule> _direct;
    private readonly string _directText;

    private EnvironmentProxy(Func<string, string?> variable)
    {
        var all = Read(variable, "ALL_PROXY");
        _https = Read(variable, "HTTPS_PROXY") ?? all;
        _http = Read(variable, "HTTP_PROXY") ?? all;
        _directText = First(variable, "NO_PROXY").Text?.Trim() ?? "";
        _direct = [.. _directText.Split(',').Select(NoProxyRule.Parse).OfType<NoProxyRule>()];
    }

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => new ProxyCredentials([_https, _http]);
        set => throw new NotSupportedException("a proxy's password stands in its URL");
    }

    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Finds a variable; <see langword="null"/> where it is not set.</param>
    /// <exception cref="MisuseException">A variable holds no URL of a proxy.</exception>
    public static EnvironmentProxy Read(Func<string, string?> variable) => new(variable);

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : ServerFor(destination)?.Address;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => ServerFor(host) is null || NoProxyRule.IsOwnMachine(host) || IsExempt(host);

    /// <summary>Which way requests to a server go, for people: <c>direct</c>, or the proxy without its password.</summary>
    public string WayTo(Uri server) =>
        GetProxy(server) is { } proxy
            ? $"through {proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}"
            : "direct";

    /// <summary>What is used for what, for people, without passwords.</summary>
    public override string ToString()
    {
        if (_https is null && _http is null)
        {
            return "none";
        }

        var exempt = _directText.Length == 0 ? "" : $", but not for {_directText}";
        return $"https {Text(_https)}, http {Text(_http)}{exempt}";

        static string Text(ProxyServer? server) =>
            server is null
                ? "direct"
                : $"through {server.Address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}";
    }

    private ProxyServer? ServerFor(Uri destination) =>
        destination.Scheme is "https" or "wss" ? _https
        : destination.Scheme is "http" or "ws" ? _http
        : null;

    private bool IsExempt(Uri destination) => _direct.Exists(rule => rule.Matches(destination));

    private static ProxyServer? Read(Func<string, string?> variable, string name) =>
        First(variable, name) is (var found, { } text) ? ProxyServer.Parse(found, text.Trim()) : null;

    private static (string Name, string? Text) First(Func<string, string?> variable, string name)
    {
        string[] names = [name, name.ToLowerInvariant()];
        return names
            .Select(one => (one, variable(one)))
            .FirstOrDefault(one => !string.IsNullOrWhiteSpace(one.Item2), (name, null));
    }

    private sealed class ProxyCredentials(IEnumerable<ProxyServer?> servers) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            servers.FirstOrDefault(server => server?.Address == uri)?.Credential;
    }
}
