using System.Security.Cryptography;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>
/// Reads entries of <c>users</c>. What can never be right by itself is an error of the kubeconfig, told before anything is
/// sent: a value that no header carries, a token file that is missing or holds no token, a plugin that is not there, may not
/// be run or speaks another version. What a plugin does when it runs may heal (a login that ran out, a server that does not
/// answer): a plugin that fails, or prints no credential, fails the request at hand, and runs again for the next one. So does
/// the token file of a pod, which the kubelet may write later.
/// </summary>
internal static class KubeconfigUser
{
    private static readonly string[] ExecVersions =
    [
        "client.authentication.k8s.io/v1",
        "client.authentication.k8s.io/v1beta1",
    ];

    /// <summary>Reads the entry, and the certificate files that it names.</summary>
    public static UserAuthentication Read(KubeconfigNode node, KubeconfigCluster cluster)
    {
        if (node.Child("auth-provider") is not null)
        {
            throw node.Error(
                "auth-provider",
                "is no longer supported by Kubernetes (since 1.26): use an exec plugin, such as kubelogin or gke-gcloud-auth-plugin"
            );
        }

        var user = new UserAuthentication
        {
            ClientCertificate = Certificate(node),
            ReadClientCertificate = HasCertificateFiles(node) ? () => Certificate(node)! : null,
            Token = HeaderValue(node, "token"),
            TokenFile = ReadableTokenFile(node),
            Username = Login(node, "username"),
            Password = Login(node, "password"),
            Exec = node.Child("exec") is { } exec ? Exec(exec, cluster) : null,
            Impersonation = Impersonation(node),
        };
        if (user.Username is not null && (user.Token ?? user.TokenFile) is not null)
        {
            throw node.Error("username", "stands beside a token: remove one of them");
        }

        return user.Username?.Contains(':', StringComparison.Ordinal) == true
            ? throw node.Error("username", "holds a colon, which ends a name of basic authentication (RFC 7617)")
            : user;
    }

    private static string? HeaderValue(KubeconfigNode node, string key) =>
        node.Text(key) is { } text && HeaderText.FindError(text) is { } error
            ? throw node.Error(key, error)
            : node.Text(key);

    private static string? Login(KubeconfigNode node, string key) =>
        node.Text(key) is { } text && HeaderText.FindErrorOfLogin(text) is { } error
            ? throw node.Error(key, error)
            : node.Text(key);

    private static string? ReadableTokenFile(KubeconfigNode node)
    {
        const string Key = "tokenFile";
        var file = node.FilePath(Key);
        try
        {
            _ = file is null ? "" : TokenFile.Read(file);
            return file;
        }
        catch (KubernetesConfigurationException e)
        {
            throw node.Error(Key, $"cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }

    private static bool HasCertificateFiles(KubeconfigNode node) =>
        node.Text(node.PemKey("client-certificate")) is not null
        && (node.PemKey("client-certificate"), node.PemKey("client-key"))
            is not
            ("client-certificate-data", "client-key-data");

    private static ClientCertificate? Certificate(KubeconfigNode node)
    {
        var certificate = node.Pem("client-certificate");
        var key = node.Pem("client-key");
        if (certificate is null && key is null)
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            throw node.Error(
                certificate is null ? "client-certificate" : "client-key",
                "is missing: certificate and key belong together"
            );
        }

        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (CryptographicException e)
        {
            throw node.Error(node.PemKey("client-certificate"), $"and its key cannot be used: {e.Message}", e);
        }
    }

    private static ExecConfiguration Exec(KubeconfigNode node, KubeconfigCluster cluster)
    {
        if (node.Text("interactiveMode") == "Always")
        {
            throw node.Error("interactiveMode", "is Always, but there is no terminal: use a plugin that needs none");
        }

        var version = node.RequiredText("apiVersion");
        return new ExecConfiguration
        {
            ApiVersion = ExecVersions.Contains(version)
                ? version
                : throw node.Error("apiVersion", $"must be one of {string.Join(", ", ExecVersions)}"),
            Command = ExecCommand.Find(node),
            Arguments = node.Texts("args"),
            Environment = node.Children("env")
                .GroupBy(VariableName)
                .ToDictionary(e => e.Key, e => e.Last().Text("value") ?? ""),
            ClusterInfo = node.Flag("provideClusterInfo") ? cluster.ExecInfo : null,
        };
    }

    private static string VariableName(KubeconfigNode variable)
    {
        var name = variable.RequiredText("name");
        return name.Contains('=', StringComparison.Ordinal)
            ? throw variable.Error("name", "must be the name of a variable, without =")
            : name;
    }

    private static Impersonation? Impersonation(KubeconfigNode node)
    {
        var group = Single(node, "as-groups");
        var uid = HeaderValue(node, "as-uid");
        var extra = node.Child("as-user-extra");
        if (HeaderValue(node, "as") is { } user)
        {
            return new Impersonation
            {
                User = user,
                Group = group,
                Uid = uid,
                Extra = extra?.Keys.ToDictionary(key => key, key => Single(extra, key) ?? "") ?? [],
            };
        }

        return (group ?? uid) is null && extra is null
            ? null
            : throw node.Error("as", "is missing: groups, UID and extra fields need a user to act as");
    }

    private static string? Single(KubeconfigNode node, string key) =>
        node.Texts(key) switch
        {
            [] => null,
            [var only] => HeaderText.FindError(only) is { } error ? throw node.Error(key, error) : only,
            _ => throw node.Error(key, "has several values, and this client can send one: keep the one that is needed"),
        };
}
