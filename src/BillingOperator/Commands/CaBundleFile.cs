using BillingOperator.Billing.Validation;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Commands;

/// <summary>The file that <c>--ca-bundle</c> names.</summary>
internal static class CaBundleFile
{
    private const int MaxMebibytes = 1;

    /// <summary>Reads certificates in PEM.</summary>
    /// <exception cref="MisuseException">The file cannot be read, or holds something else.</exception>
    public static string Read(string file)
    {
        try
        {
            using var reader = new StreamReader(RegularFile.Open(file, MaxMebibytes));
            var pem = reader.ReadToEnd();
            return PemBundle.FindError(pem) is { } error
                ? throw new MisuseException($"--ca-bundle {file}: {error}")
                : pem;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MisuseException($"--ca-bundle {file}: there is no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var why = Directory.Exists(file) ? "is a folder: name the file with the certificates" : error.Message;
            throw new MisuseException($"--ca-bundle {file}: {why}", error);
        }
    }
}
