namespace BillingOperator.Billing.ObjectStores;

/// <summary>What must hold for a write to be done.</summary>
public readonly record struct PutCondition
{
    private PutCondition(bool ifAbsent, string? ifMatch) => (IsIfAbsent, MatchETag) = (ifAbsent, ifMatch);

    /// <summary>No condition: writes over whatever is there.</summary>
    public static PutCondition None => default;

    /// <summary>Only where there is no object of this key (<c>If-None-Match: *</c>).</summary>
    public static PutCondition IfAbsent => new(true, null);

    /// <summary>Only where the object of this key still has this ETag (<c>If-Match</c>).</summary>
    public static PutCondition IfMatch(string eTag) => new(false, eTag);

    /// <summary>Whether the condition is that there is no such object.</summary>
    public bool IsIfAbsent { get; }

    /// <summary>The ETag that must still hold; <see langword="null"/> where that is not the condition.</summary>
    public string? MatchETag { get; }
}
