using System.Text.Json;
using System.Text.Json.Nodes;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Serialization;
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

    private const string CoreVersion = "v1";

    private static readonly FieldPath ApiVersionField = FieldPath.Of("apiVersion");
    private static readonly FieldPath KindField = FieldPath.Of("kind");

    /// <summary>The kinds, in the order in which they are counted up.</summary>
    public static IReadOnlyList<ManifestKind> All { get; } =
    [
        new ManifestKind<Tenant>(
            BillingJsonContext.Default.Tenant,
            tenant => TenantValidator.Validate(tenant.Spec, tenant.Metadata.Name)
        )
        {
            Noun = "tenant",
        },
        new ManifestKind<BillingServerSettings>(
            BillingJsonContext.Default.BillingServerSettings,
            settings => BillingServerSettingsValidator.Validate(settings.Spec)
        )
        {
            Noun = "billing server",
            Annotations = [ApiGroup.TakeOverAnnotation],
        },
        new ManifestKind<BillingEvent>(
            BillingJsonContext.Default.BillingEvent,
            billingEvent =>
                RequestAnnotations
                    .Validate(
                        (billingEvent.Metadata.Annotations ?? new Dictionary<string, string>()).AsReadOnly(),
                        billingEvent.Spec.BillingPeriod
                    )
                    .Concat(BillingEventValidator.Validate(billingEvent.Spec, billingEvent.Metadata.Name))
        )
        {
            Noun = "billing event",
            Annotations = [ApiGroup.RequestedAtAnnotation, ApiGroup.RequestedPeriodAnnotation],
        },
    ];

    private static readonly string[] Names = [.. All.Select(kind => kind.Name)];

    private static readonly string[] Lists = [List, .. All.Select(kind => kind.ListName)];

    /// <summary>The kind of that name; <see langword="null"/> where it is none of ours.</summary>
    public static ManifestKind? Find(string? name) => All.FirstOrDefault(kind => kind.Name == name);

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
    public static FieldError? FindError(string? kind, string apiVersion)
    {
        if (IsOurs(apiVersion))
        {
            return apiVersion != ApiGroup.GroupVersion
                    ? new FieldError(ApiVersionField, $"is {Quoted.Text(apiVersion)}: use {ApiGroup.GroupVersion}")
                : kind is null
                    ? new FieldError(KindField, $"is required: enter {string.Join(", ", Names[..^1])} or {Names[^1]}")
                : Names.Contains(kind) || Lists.Contains(kind) ? null
                : new FieldError(KindField, $"is {Quoted.Text(kind)}: {Meant(kind, [.. Names, .. Lists])}");
        }

        // Kubernetes itself has none of our kinds, so that v1 alone lacks the group.
        if (
            apiVersion is not ("" or CoreVersion)
            && SimilarName.Find(apiVersion.Split('/')[0], [ApiGroup.Name]) is null
        )
        {
            return FindErrorOfList(kind, apiVersion);
        }

        return Contains(apiVersion == CoreVersion ? Names : [.. Names, .. Lists[1..]], kind)
            ? new FieldError(
                ApiVersionField,
                $"{(apiVersion.Length == 0 ? "is required" : $"is {Quoted.Text(apiVersion)}")}: use {ApiGroup.GroupVersion}"
            )
            : FindErrorOfList(kind, apiVersion);
    }

    // Kinds know their case: to kubectl a list is nothing.
    private static FieldError? FindErrorOfList(string? kind, string apiVersion) =>
        apiVersion is "" or CoreVersion && Contains(Lists, kind) && !Lists.Contains(kind)
            ? new FieldError(KindField, $"is {Quoted.Text(kind!)}: {Meant(kind!, Lists)}")
            : null;

    private static bool Contains(string[] kinds, string? kind) =>
        kinds.Contains(kind, StringComparer.OrdinalIgnoreCase);

    private static string Meant(string kind, string[] kinds) =>
        SimilarName.Find(kind, kinds) is { } meant ? $"did you mean {meant}?" : $"use {string.Join(", ", Names)}";

    private static string? TextOf(JsonObject json, string field) =>
        json[field] is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : null;
}
