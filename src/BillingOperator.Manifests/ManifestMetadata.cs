using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>
/// Checks <c>metadata</c> as the API server does, and takes out what belongs to a cluster: an exported object has some of
/// it (Kubernetes: <c>apimachinery/pkg/api/validation/objectmeta.go</c>).
/// </summary>
internal static partial class ManifestMetadata
{
    private static readonly FieldPath Path = FieldPath.Of("metadata");

    /// <summary>What a file decides about, and the rules for its values hold.</summary>
    private static readonly string[] Declared = ["name", "namespace", "labels", "annotations"];

    /// <summary>Checks the types of all fields, and the values of those that it takes out.</summary>
    public static void Check(JsonObject metadata, ManifestShape shape)
    {
        RemoveNulls(metadata["labels"]);
        RemoveNulls(metadata["annotations"]);
        shape.CheckObject(metadata, MetadataJsonContext.Default.ObjectMetadata, Path);
        var all = metadata.Deserialize(MetadataJsonContext.Default.ObjectMetadata)!;
        CheckTime("creationTimestamp", all.CreationTimestamp, shape);
        CheckTime("deletionTimestamp", all.DeletionTimestamp, shape);
        CheckGenerateName(all.GenerateName, shape);
        CheckFinalizers(all.Finalizers ?? [], shape);
        CheckOwners(all.OwnerReferences ?? [], shape);
        foreach (var field in metadata.Select(field => field.Key).Except(Declared).ToList())
        {
            metadata.Remove(field);
        }
    }

    // The API server takes an entry without a value.
    private static void RemoveNulls(JsonNode? map)
    {
        if (map is JsonObject entries)
        {
            foreach (var (key, _) in entries.Where(entry => entry.Value is null).ToList())
            {
                entries.Remove(key);
            }
        }
    }

    private static void CheckTime(string field, string? value, ManifestShape shape)
    {
        if (
            value is not null
            && !(
                Time().IsMatch(value)
                && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            )
        )
        {
            shape.Add(
                Path.Child(field),
                $"is {Quoted.Text(value)}: write a time such as 2026-11-26T20:15:00Z, or remove the line"
            );
        }
    }

    // It is checked as the name that it would begin.
    private static void CheckGenerateName(string? value, ManifestShape shape)
    {
        if (!string.IsNullOrEmpty(value) && ObjectName.FindError($"{value}0") is not null)
        {
            shape.Add(Path.Child("generateName"), ObjectName.FindError(value) ?? "is too long: shorten it");
        }
    }

    private static void CheckFinalizers(IReadOnlyList<string> finalizers, ManifestShape shape)
    {
        for (var index = 0; index < finalizers.Count; index++)
        {
            if (LabelRules.FindKeyError(finalizers[index]) is not null)
            {
                shape.Add(
                    Path.Child("finalizers").Item(index),
                    $"is {Quoted.Text(finalizers[index])}: use a name such as example.com/cleanup: an optional DNS prefix "
                        + "and /, then at most 63 letters, digits, '-', '_' or '.'"
                );
            }
        }
    }

    private static void CheckOwners(IReadOnlyList<OwnerReference> owners, ManifestShape shape)
    {
        for (var index = 0; index < owners.Count; index++)
        {
            var owner = owners[index];
            (string Field, string? Value)[] required =
            [
                ("apiVersion", owner.ApiVersion),
                ("kind", owner.Kind),
                ("name", owner.Name),
                ("uid", owner.Uid),
            ];
            foreach (var (field, _) in required.Where(field => string.IsNullOrEmpty(field.Value)))
            {
                shape.Add(
                    Path.Child("ownerReferences").Item(index).Child(field),
                    $"is required: enter the {field} of the owner, or remove the owner"
                );
            }
        }

        if (owners.Count(owner => owner.Controller == true) > 1)
        {
            shape.Add(
                Path.Child("ownerReferences"),
                "name more than one controller: leave controller: true at one of them"
            );
        }
    }

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex Time();
}
