using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Kubernetes.Client;

/// <summary>How objects are read and written as JSON: from source-generated contexts only, without reflection.</summary>
public static class EntityJson
{
    /// <summary>The built-in kinds, and those of the contexts given.</summary>
    public static JsonSerializerOptions Options(IEnumerable<IJsonTypeInfoResolver> resolvers) =>
        new()
        {
            TypeInfoResolver = JsonTypeInfoResolver
                .Combine([KubernetesJsonContext.Default, .. resolvers])
                .WithAddedModifier(WriteKind),
            Encoder = PlainJsonEncoder.Instance,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };

    /// <summary>A custom resource made in code does not know its kind; its class does.</summary>
    private static void WriteKind(JsonTypeInfo typeInfo)
    {
        if (typeInfo.Type.GetCustomAttribute<KubernetesEntityAttribute>() is not { } entity)
        {
            return;
        }

        var resource = new ApiResource(entity);
        foreach (var property in typeInfo.Properties)
        {
            property.Get = property.Name switch
            {
                "apiVersion" => _ => resource.GroupVersion,
                "kind" => _ => resource.Kind,
                _ => property.Get,
            };
        }
    }
}
