using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Reads conditions from objects as kubectl prints them.</summary>
internal static class Conditions
{
    public static JsonNode? Condition(this JsonNode entity, string type) =>
        entity["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type);

    public static bool Has(this JsonNode entity, string type, string status, string? reason = null) =>
        entity.Condition(type) is { } condition
        && (string?)condition["status"] == status
        && (reason is null || (string?)condition["reason"] == reason);

    public static string Message(this JsonNode entity, string type) => (string)entity.Condition(type)!["message"]!;
}
