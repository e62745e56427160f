namespace BillingOperator.Storage.Failures;

/// <summary>What a request was about: the start of every message about its failure.</summary>
/// <param name="Operation">Such as <c>PUT</c>.</param>
/// <param name="Location">Such as <c>s3://bucket/key</c>.</param>
/// <param name="Endpoint">Where the request went, for people.</param>
/// <param name="WhereToLook">What to do when the endpoint cannot be reached.</param>
internal sealed record S3Target(
    string Operation,
    string Location,
    string Endpoint,
    string WhereToLook = "check spec.s3.endpoint and the network"
)
{
    /// <summary>Whether the endpoint is one of the settings with this scheme.</summary>
    public bool HasScheme(string scheme) => Endpoint.StartsWith($"{scheme}://", StringComparison.OrdinalIgnoreCase);

    /// <summary>A request for credentials, which does not go to the store.</summary>
    public static S3Target Sts(string operation, string location) =>
        new(operation, location, "the STS endpoint", "check the network");
}
