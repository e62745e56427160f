using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>An entry of <c>clusters</c>.</summary>
/// <param name="Connection">What it says of the server.</param>
/// <param name="ExecInfo">The same, as an exec plugin is told it.</param>
internal sealed record KubeconfigCluster(ClusterConnection Connection, JsonObject ExecInfo)
{
    private const string ExecExtension = "client.authentication.k8s.io/exec";

    /// <summary>Reads the entry, and the files that it names.</summary>
    public static KubeconfigCluster Read(KubeconfigNode node)
    {
        var authorities = node.Pem("certificate-authority");
        var connection = new ClusterConnection
        {
            Server = Address(node, "server") ?? throw node.Error("server", "is missing"),
            CertificateAuthorities = authorities is null ? null : Certificates(node, authorities),
            AuthoritiesFrom = authorities is null ? null : AuthoritiesFrom(node),
            TlsServerName = TlsServerName(node),
            InsecureSkipTlsVerify = node.Flag("insecure-skip-tls-verify"),
            Proxy = Address(node, "proxy-url"),
        };
        if (connection is { InsecureSkipTlsVerify: true, CertificateAuthorities: not null })
        {
            throw node.Error("insecure-skip-tls-verify", "contradicts the certificate authority: remove one of them");
        }

        return new KubeconfigCluster(connection, Describe(node, connection, authorities));
    }

    private static string AuthoritiesFrom(KubeconfigNode node)
    {
        var key = node.PemKey("certificate-authority");
        return key == "certificate-authority" ? node.FilePath(key)! : $"{key} of {node.File}";
    }

    // It stands in the Host header, where .NET looks for it, and an IPv6 address there would be cut at its first colon.
    private static string? TlsServerName(KubeconfigNode node)
    {
        const string Key = "tls-server-name";
        var name = node.Text(Key);
        return
            name is null
            || name.All(char.IsAscii) && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4
            ? name
            : throw node.Error(Key, "must be a DNS name or an IPv4 address, as the server's certificate has it");
    }

    private static Uri? Address(KubeconfigNode node, string key)
    {
        var text = node.Text(key);
        if (text is null)
        {
            return null;
        }

        string[] schemes = key == "server" ? ["https", "http"] : ["https", "http", "socks5"];
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || !schemes.Contains(address.Scheme)
            || address.Host.Length == 0
        )
        {
            throw node.Error(key, $"must be a URL with one of the schemes {string.Join(", ", schemes)}");
        }

        // The address of the server stands in logs and errors; a proxy's password is kept out of them.
        return key == "server" && (address.UserInfo + address.Query + address.Fragment).Length > 0
            ? throw node.Error(key, "must have no user, query or fragment: a login belongs to the entry of users")
            : address;
    }

    private static X509Certificate2Collection Certificates(KubeconfigNode node, string pem)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw node.Error(node.PemKey("certificate-authority"), $"holds no valid PEM certificate: {e.Message}", e);
        }

        return certificates.Count > 0
            ? certificates
            : throw node.Error(node.PemKey("certificate-authority"), "holds no PEM certificate");
    }

    private static JsonObject Describe(KubeconfigNode node, ClusterConnection connection, string? authorities)
    {
        var info = new JsonObject { ["server"] = node.Text("server") };
        if (connection.TlsServerName is { } name)
        {
            info["tls-server-name"] = name;
        }

        if (connection.InsecureSkipTlsVerify)
        {
            info["insecure-skip-tls-verify"] = true;
        }

        if (authorities is not null)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities));
        }

        if (node.Text("proxy-url") is { } proxy)
        {
            info["proxy-url"] = proxy;
        }

        var extension = node.Children("extensions").FirstOrDefault(e => e.Text("name") == ExecExtension);
        if (extension?.Json("extension") is { } config)
        {
            info["config"] = config.DeepClone();
        }

        return info;
    }
}
