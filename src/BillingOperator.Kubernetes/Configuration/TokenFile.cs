namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A bearer token in a file.</summary>
internal static class TokenFile
{
    /// <summary>Reads the token, without surrounding white space: many a file ends with a line feed.</summary>
    /// <exception cref="KubernetesConfigurationException">It cannot be read, or holds no token.</exception>
    public static string Read(string file)
    {
        try
        {
            var token = RegularFile.ReadText(file).Trim();
            return (token.Length == 0 ? "is empty" : HeaderText.FindError(token)) is { } error
                ? throw new KubernetesConfigurationException($"{file}: the token file {error}.")
                : token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{file}: the token file cannot be read: {e.Message}", e);
        }
    }
}
