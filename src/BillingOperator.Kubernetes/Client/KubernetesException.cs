using System.Net;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>The API server refused a request, and said why.</summary>
public sealed class KubernetesException(HttpStatusCode statusCode, V1Status status)
    : Exception($"API server answered {(int)statusCode} {status.Reason}: {status.Message}")
{
    /// <summary>The HTTP code; of a watch's error event the code inside it.</summary>
    public HttpStatusCode StatusCode => statusCode;

    /// <summary>The server's own words.</summary>
    public V1Status Status => status;

    /// <summary>How long the server asks to wait; <see langword="null"/> where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>409 for a stale resource version or UID: read again, decide again.</summary>
    public bool IsConflict => statusCode == HttpStatusCode.Conflict && status.Reason == "Conflict";

    /// <summary>409 because the object exists.</summary>
    public bool IsAlreadyExists => statusCode == HttpStatusCode.Conflict && status.Reason == "AlreadyExists";

    /// <summary>404.</summary>
    public bool IsNotFound => statusCode == HttpStatusCode.NotFound;

    /// <summary>
    /// 504: the server's memory is behind the version asked for, and may stay so. List without a version
    /// (client-go: reflector.go, isTooLargeResourceVersionError).
    /// </summary>
    public bool IsTooLargeVersion =>
        statusCode == HttpStatusCode.GatewayTimeout
        && status.Message?.Contains("Too large resource version", StringComparison.Ordinal) == true;

    /// <summary>410: the version asked for is compacted, or a continue token expired. List again.</summary>
    public bool IsGone => statusCode == HttpStatusCode.Gone || status.Reason is "Expired" or "Gone";
}
