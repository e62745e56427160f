namespace BillingOperator.Billing.ObjectStores;

/// <summary>What must hold for a write to be done.</summary>
public readonly record struct PutCondition
{
    private PutCondition(bool ifAbsent, string? ifMatch, bool mayRepeat = false) =>
        (IsIfAbsent, MatchETag, MayRepeat) = (ifAbsent, ifMatch, mayRepeat);

    /// <summary>No condition: writes over whatever is there.</summary>
    public static PutCondition None => default;

    /// <summary>Only where there is no object of this key (<c>If-None-Match: *</c>).</summary>
    public static PutCondition IfAbsent => new(true, null);

    /// <summary>
    /// Only where there is no object of this key; but written again where the store knows no such condition. For what
    /// always has the same content, when the point is to write.
    /// </summary>
    public static PutCondition IfAbsentOrRepeat => new(true, null, mayRepeat: true);

    /// <summary>Only where the object of this key still has this ETag (<c>If-Match</c>).</summary>
    public static PutCondition IfMatch(string eTag) => new(false, eTag);

    /// <summary>Whether the condition is that there is no such object.</summary>
    public bool IsIfAbsent { get; }

    /// <summary>Whether the object may be written over itself where the store knows no conditions.</summary>
    public bool MayRepeat { get; }

    /// <summary>The ETag that must still hold; <see langword="null"/> where that is not the condition.</summary>
    public string? MatchETag { get; }
}
