namespace BillingOperator.Api.Settings;

/// <summary>Values of <c>spec.s3.conditionalWrites</c>.</summary>
public static class ConditionalWrites
{
    /// <summary>Used, and noticed where the store refuses them; the default.</summary>
    public const string Auto = "Auto";

    /// <summary>A store that refuses them is an error.</summary>
    public const string Required = "Required";

    /// <summary>Never used.</summary>
    public const string Disabled = "Disabled";
}
