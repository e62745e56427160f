using BillingOperator.Api.Settings;

namespace BillingOperator.Storage.S3;

/// <summary>The place that settings name: bucket, prefix and store, and nothing of how they are reached.</summary>
public static class S3Location
{
    private const string Scheme = "s3://";
    private const string EndpointMark = "?endpoint=";

    private static readonly string[] AwsDomains = [".amazonaws.com", ".amazonaws.com.cn"];

    /// <summary>
    /// Such as <c>s3://bucket/prefix</c>, and for a store other than AWS <c>s3://bucket/prefix?endpoint=https://host:9000</c>.
    /// One text for one place, however the settings are written: two texts that are equal are the same place.
    /// </summary>
    /// <param name="s3"><c>spec.s3</c>; <see langword="null"/> where it is absent.</param>
    /// <returns><see langword="null"/> where the settings name no place.</returns>
    public static string? Of(S3Settings? s3)
    {
        if (s3?.Bucket is not { Length: > 0 } bucket)
        {
            return null;
        }
        var prefix = s3.Prefix?.TrimEnd('/');
        var place = string.IsNullOrEmpty(prefix) ? $"{Scheme}{bucket}" : $"{Scheme}{bucket}/{prefix}";
        return StoreOf(s3.Endpoint) is { } store ? place + EndpointMark + store : place;
    }

    /// <summary>Bucket, prefix and endpoint of a place, as <see cref="Of"/> gives it.</summary>
    public static S3Settings Parse(string location)
    {
        var parts = location[Scheme.Length..].Split(EndpointMark, 2);
        var place = parts[0].Split('/', 2);
        return new S3Settings
        {
            Bucket = place[0],
            Prefix = place.Length == 2 && place[1].TrimEnd('/') is { Length: > 0 } prefix ? prefix : null,
            Endpoint = parts.Length == 2 ? parts[1] : null,
        };
    }

    /// <summary>The settings of another place at the same store.</summary>
    /// <param name="s3"><c>spec.s3</c>.</param>
    /// <param name="location">The place, as <see cref="Of"/> gives it.</param>
    /// <returns><see langword="null"/> where it is at another store.</returns>
    public static S3Settings? AtSameStore(S3Settings s3, string location)
    {
        var store = StoreOf(s3.Endpoint) is { } endpoint ? EndpointMark + endpoint : "";
        if (
            !location.StartsWith(Scheme, StringComparison.Ordinal)
            || !location.EndsWith(store, StringComparison.Ordinal)
            || (store.Length == 0 && location.Contains(EndpointMark, StringComparison.Ordinal))
        )
        {
            return null;
        }
        var place = location[Scheme.Length..^store.Length].Split('/', 2);
        return s3 with { Bucket = place[0], Prefix = place.Length == 2 ? place[1] : null };
    }

    // AWS has one name space of buckets for all regions, and many host names for each.
    private static string? StoreOf(string? endpoint)
    {
        if (string.IsNullOrEmpty(endpoint))
        {
            return null;
        }
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
        {
            return endpoint;
        }
        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        if (AwsDomains.Any(domain => host.EndsWith(domain, StringComparison.Ordinal)))
        {
            return null;
        }
        var authority = url.HostNameType == UriHostNameType.IPv6 ? $"[{host}]" : host;
        return url.IsDefaultPort ? $"{url.Scheme}://{authority}" : $"{url.Scheme}://{authority}:{url.Port}";
    }
}
