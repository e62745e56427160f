using BillingOperator.Api.Settings;

namespace BillingOperator.Storage.S3;

/// <summary>Which endpoints are Amazon's own.</summary>
internal static class AwsEndpoint
{
    private static readonly string[] Domains = ["amazonaws.com", "amazonaws.com.cn", "api.aws"];

    /// <summary>
    /// Whether the store is Amazon S3: no endpoint is set, or one on Amazon's domains (regional, VPC, FIPS, dual stack,
    /// China).
    /// </summary>
    public static bool IsAws(S3Settings settings) =>
        settings.Endpoint is not { } endpoint
        || (
            Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            && Domains.Any(domain => IsWithin(uri.Host.TrimEnd('.'), domain))
        );

    private static bool IsWithin(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase);
}
