using System.Net;

namespace BillingOperator.Hosting;

/// <summary>One proxy.</summary>
/// <param name="Address">Its address, without name and password.</param>
/// <param name="Credential">How to log in there, if at all.</param>
internal sealed record ProxyServer(Uri Address, NetworkCredential? Credential)
{
    /// <summary>Reads a URL; one without a scheme is of HTTP.</summary>
    /// <param name="variable">Where it stands, for a complaint, which never quotes it: it may hold a password.</param>
    /// <param name="text">The URL.</param>
    /// <exception cref="MisuseException">It is no URL of a proxy.</exception>
    public static ProxyServer Parse(string variable, string text)
    {
        var url = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Host.Length == 0)
        {
            throw new MisuseException($"{variable} is no URL of a proxy, such as http://proxy.example:3128");
        }

        var scheme = address.Scheme switch
        {
            "http" or "https" or "socks5" or "socks4" or "socks4a" => address.Scheme,
            "socks" or "socks5h" => "socks5",
            var other => throw new MisuseException(
                $"{variable}: there are no proxies of the scheme {other}, but of http, https and socks5"
            ),
        };
        var bare = new UriBuilder(address)
        {
            Scheme = scheme,
            Port = address.Port >= 0 ? address.Port : 1080,
            UserName = "",
            Password = "",
            Path = "",
            Query = "",
            Fragment = "",
        };
        return new ProxyServer(bare.Uri, Login(address.UserInfo));
    }

    private static NetworkCredential? Login(string userInfo) =>
        userInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(name), Uri.UnescapeDataString(rest is [var one] ? one : ""))
            : null;
}
