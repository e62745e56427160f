using System.Text.Json.Serialization;

namespace BillingOperator.Kubernetes.Entities;

/// <summary>The part of an object's metadata that controllers read. <c>managedFields</c> is dropped while decoding.</summary>
public sealed record V1ObjectMeta
{
    /// <summary>The name, unique among the objects of its kind in its namespace.</summary>
    public string Name
    {
        get;
        init => field = value ?? field;
    } = "";

    /// <summary>The namespace; <see langword="null"/> for cluster-scoped objects.</summary>
    [JsonConverter(typeof(RepeatedStringConverter))]
    public string? Namespace { get; init; }

    /// <summary>Unique in time and space: a re-created object of the same name has another.</summary>
    public string? Uid { get; init; }

    /// <summary>The server's version of this object. Opaque: it may only be compared for equality.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Counts the changes of <c>spec</c>.</summary>
    public long? Generation { get; init; }

    /// <summary>When the server created the object, to the second.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Set once deletion was asked for.</summary>
    [JsonConverter(typeof(SecondsTimeConverter))]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Labels; <see langword="null"/> and empty mean the same.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Annotations; <see langword="null"/> and empty mean the same.</summary>
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Owners of this object; they take it with them when they go.</summary>
    public IReadOnlyList<V1OwnerReference>? OwnerReferences { get; init; }

    /// <summary>What must be done before the object may go; here so that replacing an object keeps it.</summary>
    public IReadOnlyList<string>? Finalizers { get; init; }
}
