using System.Text.Json;
using System.Text.Json.Nodes;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>
/// Tells by <c>apiVersion</c> and <c>kind</c> what an object is, and what it was meant to be: an object of ours that is
/// not known as one would be passed over, and then nothing would be checked.
/// </summary>
internal static class ManifestKinds
{
    /// <summary>The kind of a list of objects of any kind; the end of the kind of a list of objects of one.</summary>
    public const string List = "List";

    private static readonly FieldPath ApiVersionField = FieldPath.Of("apiVersion");
    private static readonly FieldPath KindField = FieldPath.Of("kind");

    private static readonly string[] Kinds = [Tenant.KubeKind, BillingServerSettings.KubeKind, BillingEvent.KubeKind];

    private static readonly string[] Lists = [List, .. Kinds.Select(kind => kind + List)];

    /// <summary>Whether a version is of our group.</summary>
    public static bool IsOurs(string apiVersion) => apiVersion.Split('/')[0] == ApiGroup.Name;

    /// <summary>The version of an object; empty where there is none, or no text.</summary>
    public static string ApiVersionOf(JsonObject document) => TextOf(document, "apiVersion") ?? "";

    /// <summary>The kind of an object.</summary>
    public static string? KindOf(JsonObject document) => TextOf(document, "kind");

    /// <summary>Whether an object is a list of objects.</summary>
    public static bool IsList(string? kind, JsonObject document) =>
        Lists.Contains(kind)
        || (kind?.EndsWith(List, StringComparison.Ordinal) == true && document["items"] is JsonArray);

    /// <summary>What is wrong with the version or the kind of an object, if it is ours or was meant to be.</summary>
    public static FieldError? FindFault(string? kind, string apiVersion)
    {
        if (IsOurs(apiVersion))
        {
            return apiVersion != ApiGroup.GroupVersion
                    ? new FieldError(ApiVersionField, $"is {Quoted.Text(apiVersion)}: use {ApiGroup.GroupVersion}")
                : kind is null
                    ? new FieldError(KindField, $"is required: enter {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}")
                : Kinds.Contains(kind) || Lists.Contains(kind) ? null
                : new FieldError(KindField, $"is {Quoted.Text(kind)}: {Meant(kind, [.. Kinds, .. Lists])}");
        }

        if (apiVersion.Length > 0 && SimilarName.Find(apiVersion.Split('/')[0], [ApiGroup.Name]) is null)
        {
            return FindFaultOfList(kind, apiVersion);
        }

        return Contains([.. Kinds, .. Lists[1..]], kind)
            ? new FieldError(
                ApiVersionField,
                $"{(apiVersion.Length == 0 ? "is required" : $"is {Quoted.Text(apiVersion)}")}: use {ApiGroup.GroupVersion}"
            )
            : FindFaultOfList(kind, apiVersion);
    }

    // Kinds know their case: to kubectl a list is nothing.
    private static FieldError? FindFaultOfList(string? kind, string apiVersion) =>
        apiVersion is "" or "v1" && Contains(Lists, kind) && !Lists.Contains(kind)
            ? new FieldError(KindField, $"is {Quoted.Text(kind!)}: {Meant(kind!, Lists)}")
            : null;

    private static bool Contains(string[] kinds, string? kind) =>
        kinds.Contains(kind, StringComparer.OrdinalIgnoreCase);

    private static string Meant(string kind, string[] kinds) =>
        SimilarName.Find(kind, kinds) is { } meant ? $"did you mean {meant}?" : $"use {string.Join(", ", Kinds)}";

    private static string? TextOf(JsonObject json, string field) =>
        json[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;
}
