using System.Text.Json.Nodes;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>A run as the event's history has it, and its manifest as the bucket has it.</summary>
internal sealed class AuditedRun(string eventName, JsonNode run)
{
    private const string PeriodFolder = "billing_period=";

    public string Id { get; } = (string)run["id"]!;

    public string Period { get; } = (string)run["billingPeriod"]!;

    public string State { get; } = (string)run["state"]!;

    public string? ManifestSha256 { get; } = (string?)run["manifestSha256"];

    public DateOnly Month => ExpectedRun.Month(Period);

    public string Folder => $"finance/{eventName}/{PeriodFolder}{Period}";

    public string ManifestKey => $"{Folder}/runs/{Id}/manifest.json";

    public JsonNode Manifest { get; set; } = new JsonObject { ["records"] = new JsonArray() };

    public IEnumerable<JsonNode> Records => Manifest["records"]!.AsArray().Select(record => record!);

    /// <summary>The month of an object's key.</summary>
    public static DateOnly MonthOf(string key) =>
        ExpectedRun.Month(
            key.Split('/').Single(part => part.StartsWith(PeriodFolder, StringComparison.Ordinal))[
                PeriodFolder.Length..
            ]
        );
}
