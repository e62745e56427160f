namespace BillingOperator.Kubernetes.Configuration;

/// <summary>How the user proves who they are. No record: its values must not be printed.</summary>
internal sealed class UserAuthentication
{
    /// <summary>A certificate with its key.</summary>
    public ClientCertificate? ClientCertificate { get; init; }

    /// <summary>
    /// Reads the certificate again, where it is in files that may be renewed; a <see cref="KubernetesConfigurationException"/>
    /// where they cannot be used.
    /// </summary>
    public Func<ClientCertificate>? ReadClientCertificate { get; init; }

    /// <summary>A bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>A file with a bearer token that somebody else keeps fresh; goes before <see cref="Token"/>.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name for basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password for basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>A program that hands out credentials.</summary>
    public ExecConfiguration? Exec { get; init; }

    /// <summary>Whom to act as.</summary>
    public Impersonation? Impersonation { get; init; }
}
