using System.Net;

namespace BillingOperator.Storage.Http;

/// <summary>The endpoint sends elsewhere, and not as S3 does for a bucket of another region.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="location">Where to, without its query; empty where it does not say.</param>
internal sealed class RedirectedException(int status, string location)
    : ProtocolViolationException($"the answer {status} sends to {location}")
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>Where to, without its query; empty where it does not say.</summary>
    public string Location => location;
}
