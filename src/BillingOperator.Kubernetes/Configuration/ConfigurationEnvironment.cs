namespace BillingOperator.Kubernetes.Configuration;

/// <summary>What the search for a configuration looks at, beside the files themselves.</summary>
internal sealed record ConfigurationEnvironment
{
    /// <summary>The environment of this process.</summary>
    public static ConfigurationEnvironment Current { get; } = new();

    /// <summary>Reads an environment variable; <see langword="null"/> where it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The folder that holds <c>.kube/config</c>.</summary>
    public string HomeDirectory { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where the kubelet puts the pod's token, CA and namespace.</summary>
    public string ServiceAccountDirectory { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";
}
