namespace BillingOperator.Kubernetes.Entities;

/// <summary>What the API server answers when it refuses a request.</summary>
public sealed record V1Status
{
    /// <summary><c>Success</c> or <c>Failure</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The sentence for people.</summary>
    public string? Message { get; init; }

    /// <summary>The cause in one CamelCase word, such as <c>AlreadyExists</c> or <c>Expired</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The HTTP code, also where a watch reports it inside a 200 stream.</summary>
    public int? Code { get; init; }

    /// <summary>More about the cause.</summary>
    public V1StatusDetails? Details { get; init; }
}
