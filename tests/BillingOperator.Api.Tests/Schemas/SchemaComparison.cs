using System.Text.Json.Serialization.Metadata;
using BillingOperator.Api.Serialization;
using k8s.Models;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>Holds a C# type and a schema against each other, both ways, down to the last field.</summary>
internal static class SchemaComparison
{
    public static IEnumerable<string> FindDifferences(Type type, SchemaNode schema)
    {
        var (expectedType, expectedFormat) = Describe(type);
        if (schema.Type != expectedType || schema.Format != expectedFormat)
        {
            return [$"{schema.Path}: C# has {type.Name}, the schema {schema.Type} {schema.Format}"];
        }

        if (ElementOf(type) is { } elementType)
        {
            return schema.Element is { } element
                ? FindDifferences(elementType, element)
                : [$"{schema.Path}: C# has {type.Name}, the schema no elements"];
        }

        return schema.Type == "object" ? FindDifferencesOfFields(type, schema) : [];
    }

    private static IEnumerable<string> FindDifferencesOfFields(Type type, SchemaNode schema)
    {
        var inCode = BillingJsonContext.Default.GetTypeInfo(type)!.Properties.ToDictionary(property => property.Name);
        var inSchema = schema.Properties.ToDictionary(property => property.Name);
        foreach (var missing in inCode.Keys.Except(inSchema.Keys))
        {
            yield return $"{schema.Path}.{missing}: not in the schema";
        }

        foreach (var missing in inSchema.Keys.Except(inCode.Keys))
        {
            yield return $"{schema.Path}.{missing}: not in C#";
        }

        foreach (var (name, property) in inCode.Where(pair => inSchema.ContainsKey(pair.Key)))
        {
            if (
                schema.Path.StartsWith("status", StringComparison.Ordinal)
                && IsAlwaysWritten(property) != schema.Required.Contains(name)
            )
            {
                yield return $"{schema.Path}.{name}: required in one of C# and schema only";
            }

            // The API server knows metadata by itself and allows no schema for it.
            if (property.PropertyType != typeof(V1ObjectMeta))
            {
                foreach (var difference in FindDifferences(property.PropertyType, inSchema[name]))
                {
                    yield return difference;
                }
            }
        }
    }

    private static bool IsAlwaysWritten(JsonPropertyInfo property) =>
        property.IsRequired
        || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null)
        || (property.DeclaringType == typeof(V1Condition) && property.Name != "observedGeneration");

    private static (string Type, string? Format) Describe(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain switch
        {
            _ when plain == typeof(string) => ("string", null),
            _ when plain == typeof(bool) => ("boolean", null),
            _ when plain == typeof(int) => ("integer", "int32"),
            _ when plain == typeof(long) => ("integer", "int64"),
            _ when plain == typeof(DateTimeOffset) || plain == typeof(DateTime) => ("string", "date-time"),
            _ when IsGeneric(plain, typeof(IReadOnlyList<>)) => ("array", null),
            _ => ("object", null),
        };
    }

    private static Type? ElementOf(Type type) =>
        IsGeneric(type, typeof(IReadOnlyList<>)) || IsGeneric(type, typeof(IReadOnlyDictionary<,>))
            ? type.GetGenericArguments()[^1]
            : null;

    private static bool IsGeneric(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;
}
