using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>One aspect of an object's state, as kstatus and <c>kubectl wait</c> read it.</summary>
public sealed record V1Condition
{
    /// <summary>The aspect, such as <c>Ready</c>.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string Status { get; init; }

    /// <summary>The generation that was looked at.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>When <see cref="Status"/> last changed.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>The cause in one CamelCase word, for machines.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public required string Reason { get; init; }

    /// <summary>The cause in a sentence, for people.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string Message
    {
        get;
        init => field = value ?? field;
    } = "";
}
