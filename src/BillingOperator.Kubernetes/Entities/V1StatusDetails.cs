namespace BillingOperator.Kubernetes.Entities;

/// <summary>More about why the API server refused a request.</summary>
public sealed record V1StatusDetails
{
    /// <summary>Seconds to wait before the next try.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Name of the object that the request was about.</summary>
    public string? Name { get; init; }

    /// <summary>Group of the object.</summary>
    public string? Group { get; init; }

    /// <summary>Kind (plural, in fact) of the object.</summary>
    public string? Kind { get; init; }
}
