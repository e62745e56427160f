using System.Text;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>PEM in a kubeconfig: inline in base64 under <c>…-data</c>, which goes first, or in a file.</summary>
internal static class KubeconfigPem
{
    extension(KubeconfigNode node)
    {
        /// <summary>The field that is used: <paramref name="key"/>, or the same with <c>-data</c>.</summary>
        public string PemKey(string key) => node.Text($"{key}-data") is null ? key : $"{key}-data";

        /// <summary>The PEM text; <see langword="null"/> where neither field is set.</summary>
        public string? Pem(string key)
        {
            try
            {
                if (node.Text($"{key}-data") is { } data)
                {
                    return Encoding.UTF8.GetString(Convert.FromBase64String(data));
                }

                return node.FilePath(key) is { } path ? RegularFile.ReadText(path) : null;
            }
            catch (FormatException e)
            {
                throw node.Error($"{key}-data", "is not base64", e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw node.Error(key, $"cannot be read: {e.Message}", e);
            }
        }
    }
}
