using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Tenants;

/// <summary>Whose a tenant id was when another tenant was found to have the same.</summary>
public sealed record TenantIdHolder
{
    /// <summary>Namespace of the holder.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string Namespace { get; init; }

    /// <summary>Name of the holder.</summary>
    public required string Name { get; init; }

    /// <summary>The generation of the other tenant at which this was seen.</summary>
    public long ObservedGeneration { get; init; }
}
