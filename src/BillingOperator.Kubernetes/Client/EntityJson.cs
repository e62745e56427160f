using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;

namespace BillingOperator.Kubernetes.Client;

/// <summary>How objects are read and written as JSON: from source-generated contexts only, without reflection.</summary>
public static class EntityJson
{
    private static readonly RepeatedStringConverter Repeated = new();

    /// <summary>The built-in kinds, and those of the contexts given.</summary>
    public static JsonSerializerOptions Options(IEnumerable<IJsonTypeInfoResolver> resolvers) =>
        new()
        {
            TypeInfoResolver = JsonTypeInfoResolver
                .Combine([KubernetesJsonContext.Default, .. resolvers])
                .WithAddedModifier(WriteKind)
                .WithAddedModifier(AdaptModel),
            Converters = { TimeConverter.Seconds },
            Encoder = PlainJsonEncoder.Instance,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    /// <summary>An object made in code, or read from a list, may not know its kind; its class does.</summary>
    private static void WriteKind(JsonTypeInfo typeInfo)
    {
        if (ApiResource.Find(typeInfo.Type) is not { } resource)
        {
            return;
        }

        foreach (var property in typeInfo.Properties)
        {
            property.Get = property.Name switch
            {
                "apiVersion" => _ => resource.GroupVersion,
                "kind" => _ => resource.Kind,
                _ => property.Get,
            };
        }

        typeInfo.OnDeserialized = read =>
        {
            if (read is IKubernetesObject<V1ObjectMeta> entity)
            {
                (entity.ApiVersion, entity.Kind) = (resource.GroupVersion, resource.Kind);
                entity.Metadata ??= new V1ObjectMeta();
            }

            if (read is V1Lease lease)
            {
                lease.Spec ??= new V1LeaseSpec();
            }
        };
    }

    /// <summary>
    /// Strings that many objects share are held once, <c>managedFields</c> is not read at all, a condition without type,
    /// status or reason is refused, and times have the number of digits that the server wants.
    /// </summary>
    private static void AdaptModel(JsonTypeInfo typeInfo)
    {
        if (typeInfo.Type == typeof(V1ObjectMeta))
        {
            typeInfo.Properties.Remove(typeInfo.Properties.Single(property => property.Name == "managedFields"));
            Convert(typeInfo, Repeated, "namespace");
        }
        else if (typeInfo.Type == typeof(V1Condition))
        {
            Convert(typeInfo, Repeated, "type", "status", "reason", "message");
            Require(typeInfo, "type", "status", "reason");
        }
        else if (typeInfo.Type == typeof(V1LeaseSpec))
        {
            Convert(typeInfo, NullableMicroTime(typeInfo.Options), "acquireTime", "renewTime");
        }
        else if (typeInfo.Type == typeof(Eventsv1Event))
        {
            Convert(typeInfo, NullableMicroTime(typeInfo.Options), "eventTime");
        }
        else if (typeInfo.Type == typeof(Eventsv1EventSeries))
        {
            Convert(typeInfo, TimeConverter.Micro, "lastObservedTime");
        }
    }

    private static void Convert(JsonTypeInfo typeInfo, JsonConverter converter, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            typeInfo.Properties.Single(property => property.Name == name).CustomConverter = converter;
        }
    }

    private static void Require(JsonTypeInfo typeInfo, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            typeInfo.Properties.Single(property => property.Name == name).IsRequired = true;
        }
    }

    private static JsonConverter<DateTime?> NullableMicroTime(JsonSerializerOptions options) =>
        JsonMetadataServices.GetNullableConverter(
            JsonMetadataServices.CreateValueInfo<DateTime>(options, TimeConverter.Micro)
        );
}
