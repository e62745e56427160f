namespace BillingOperator.Benchmarks.Parts;

/// <summary>One request of the operator, from the API server's audit log.</summary>
/// <param name="Verb">Such as <c>patch</c>.</param>
/// <param name="Resource">Such as <c>tenants</c>.</param>
/// <param name="ReceivedAt">When the server received it.</param>
/// <param name="AnsweredAt">When the server had answered.</param>
internal sealed record AuditedRequest(
    string Verb,
    string Resource,
    DateTimeOffset ReceivedAt,
    DateTimeOffset AnsweredAt
)
{
    /// <summary>Whether it changes anything.</summary>
    public bool IsWrite => Verb is not ("get" or "list" or "watch");

    /// <summary>Whether it writes a tenant's status: the only write to tenants that the operator is allowed.</summary>
    public bool IsTenantWrite => IsWrite && Resource == "tenants";
}
