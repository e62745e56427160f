namespace BillingOperator.Storage.S3;

/// <summary>What a request was about: the start of every message about its failure.</summary>
/// <param name="Operation">Such as <c>PUT</c>.</param>
/// <param name="Location">Such as <c>s3://bucket/key</c>.</param>
/// <param name="Endpoint">Where the request went, for people.</param>
internal sealed record S3Target(string Operation, string Location, string Endpoint);
