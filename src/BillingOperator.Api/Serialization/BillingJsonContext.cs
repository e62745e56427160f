using System.Text.Json.Serialization;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;

namespace BillingOperator.Api.Serialization;

/// <summary>How the three kinds are read and written as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(BillingServerSettings))]
[JsonSerializable(typeof(BillingEvent))]
public sealed partial class BillingJsonContext : JsonSerializerContext;
