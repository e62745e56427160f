using System.Security.Cryptography;
using BillingOperator.Kubernetes.Authentication;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>Reads entries of <c>users</c>.</summary>
internal static class KubeconfigUser
{
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
            Token = node.Text("token"),
            TokenFile = node.FilePath("tokenFile"),
            Username = node.Text("username"),
            Password = node.Text("password"),
            Exec = node.Child("exec") is { } exec ? Exec(exec, cluster) : null,
            Impersonation = Impersonation(node),
        };
        if (user.Username is not null && (user.Token ?? user.TokenFile) is not null)
        {
            throw node.Error("username", "stands beside a token: remove one of them");
        }

        return user;
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

        var command = node.RequiredText("command");
        return new ExecConfiguration
        {
            ApiVersion = node.RequiredText("apiVersion"),
            Command = command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? node.FromOwnFolder(command)
                : command,
            Arguments = node.Texts("args"),
            Environment = node.Children("env")
                .GroupBy(e => e.RequiredText("name"))
                .ToDictionary(e => e.Key, e => e.Last().Text("value") ?? ""),
            InstallHint = node.Text("installHint"),
            ClusterInfo = node.Flag("provideClusterInfo") ? cluster.ExecInfo : null,
        };
    }

    private static Impersonation? Impersonation(KubeconfigNode node)
    {
        var group = Single(node, "as-groups");
        var uid = node.Text("as-uid");
        var extra = node.Child("as-user-extra");
        if (node.Text("as") is { } user)
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
            [var only] => only,
            _ => throw node.Error(key, "has several values, and this client can send one: keep the one that is needed"),
        };
}
