using System.Text.Json.Serialization;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Api.Events;

/// <summary>A request for a run, and what became of it.</summary>
public sealed record HandledRequest
{
    /// <summary>The annotation's value; of a long one its beginning and its SHA-256.</summary>
    public required string Value { get; init; }

    /// <summary>One of <see cref="RequestOutcome"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The run that serves it; absent where it was refused.</summary>
    public string? RunId { get; init; }

    /// <summary>What became of it, and what to do where it was refused.</summary>
    public required string Message { get; init; }

    /// <summary>When it was handled.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset HandledAt { get; init; }
}
