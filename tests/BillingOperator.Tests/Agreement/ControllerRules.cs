using System.Text.Json;
using System.Text.Json.Nodes;
using BillingOperator.Api.Events;
using BillingOperator.Api.Serialization;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Tests.Agreement;

/// <summary>What the controllers say to an object, as an API server without rules would keep it.</summary>
internal static class ControllerRules
{
    private static readonly string[] Nullable =
    [
        "tier1AccountId",
        "tier2AccountId",
        "tier3AccountId",
        "externalId",
        "sourceId",
    ];

    private static readonly string[] MapsOfNullable = ["matchLabels", "tags"];

    /// <summary>The faults; <see langword="null"/> where no controller would get to see the document.</summary>
    public static IReadOnlyList<FieldError>? Judge(AgreementDocument document, ServerAnswer answer)
    {
        var text = answer.Stored ?? (answer.IsReadable && document.IsJson ? Prune(document.Text) : null);
        return text is null
            ? null
            : document.Kind switch
            {
                Tenant.KubeKind => Of(JsonSerializer.Deserialize(text, BillingJsonContext.Default.Tenant)!),
                BillingServerSettings.KubeKind => BillingServerSettingsValidator.Validate(
                    JsonSerializer.Deserialize(text, BillingJsonContext.Default.BillingServerSettings)!.Spec
                ),
                _ => Of(JsonSerializer.Deserialize(text, BillingJsonContext.Default.BillingEvent)!),
            };
    }

    private static IReadOnlyList<FieldError> Of(Tenant tenant) =>
        TenantValidator.Validate(tenant.Spec, tenant.Metadata.Name);

    private static IReadOnlyList<FieldError> Of(BillingEvent billingEvent) =>
        [
            .. BillingEventValidator.Validate(billingEvent.Spec, billingEvent.Metadata.Name),
            .. RequestAnnotations.Validate(
                (billingEvent.Metadata.Annotations ?? new Dictionary<string, string>()).AsReadOnly(),
                billingEvent.Spec.BillingPeriod
            ),
        ];

    // An API server drops the nulls of fields that may not be null, before anybody looks.
    private static string Prune(string text)
    {
        var document = JsonNode.Parse(text)!;
        Prune(document["spec"]?.AsObject() ?? [], isMap: false);
        return document.ToJsonString();
    }

    private static void Prune(JsonObject json, bool isMap)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (value is null && !isMap && !Nullable.Contains(name))
            {
                json.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                Prune(inner, MapsOfNullable.Contains(name));
            }
            else if (value is JsonArray array)
            {
                array.OfType<JsonObject>().ToList().ForEach(item => Prune(item, isMap: false));
            }
        }
    }
}
