using System.Text.Json.Nodes;

namespace BillingOperator.Tests.Agreement;

/// <summary>Objects whose frame is tried: values of other types in every place, nulls, unknown fields, metadata.</summary>
internal static class Structures
{
    private static readonly string[] Others =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "\"text\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\": null}",
    ];

    private static readonly string[] Metadata =
    [
        """{"name": "tried", "nmae": "x"}""",
        """{"name": "tried", "label": {"a": "b"}}""",
        """{"name": "tried", "Labels": {"a": "b"}}""",
        """{"name": "tried", "labels": {"a": "b", "example.com/c": ""}}""",
        """{"name": "tried", "labels": {"a b": "c"}}""",
        """{"name": "tried", "labels": {"Example.com/a": "c"}}""",
        """{"name": "tried", "labels": {"a": "b c"}}""",
        """{"name": "tried", "labels": {"a": 1}}""",
        """{"name": "tried", "labels": {"a": true}}""",
        """{"name": "tried", "labels": {"": "b"}}""",
        """{"name": "tried", "labels": null}""",
        """{"name": "tried", "labels": []}""",
        """{"name": "tried", "annotations": {"a": "b 😀\n"}}""",
        """{"name": "tried", "annotations": {"Example.com/a": ""}}""",
        """{"name": "tried", "annotations": {"a b": "c"}}""",
        """{"name": "tried", "annotations": {"a": 1}}""",
        """{"name": "tried", "creationTimestamp": null}""",
        """{"name": "tried", "finalizers": []}""",
        """{"name": "tried", "finalizers": null}""",
        """{"name": "tried", "finalizers": "x"}""",
        """{"name": "tried", "finalizers": ["example.com/a", "b"]}""",
        """{"name": "tried", "finalizers": ["a b"]}""",
        """{"name": "tried", "finalizers": [""]}""",
        """{"name": "tried", "finalizers": [null]}""",
        """{"name": "tried", "finalizers": [1]}""",
        """{"name": "tried", "finalizers": {"a": "b"}}""",
        """{"name": "tried", "labels": {"a": null}}""",
        """{"name": "tried", "annotations": {"a": null}}""",
        """{"name": "tried", "annotations": {"a": []}}""",
        """{"name": "tried", "annotations": []}""",
        """{"name": "tried", "ownerReferences": []}""",
        """{"name": "tried", "ownerReferences": {}}""",
        """{"name": "tried", "ownerReferences": [null]}""",
        """{"name": "tried", "ownerReferences": ["a"]}""",
        """{"name": "tried", "ownerReferences": [{}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": "b"}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": ""}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": 1}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "a", "uid": "b", "x": 1}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "A", "name": "a", "uid": "b", "controller": "true"}]}""",
        """{"name": "tried", "ownerReferences": [{"apiVersion": "v1", "kind": "A", "name": "a", "uid": "b", "controller": true}, {"apiVersion": "v1", "kind": "A", "name": "c", "uid": "d", "controller": true}]}""",
        """{"name": "tried", "generateName": "tried-"}""",
        """{"name": "tried", "generateName": "Tried-"}""",
        """{"name": "tried", "generateName": 1}""",
        """{"name": "tried", "generation": 7}""",
        """{"name": "tried", "generation": "7"}""",
        """{"name": "tried", "generation": 7.5}""",
        """{"name": "tried", "uid": "a"}""",
        """{"name": "tried", "uid": 1}""",
        """{"name": "tried", "resourceVersion": 1}""",
        """{"name": "tried", "selfLink": "/a"}""",
        """{"name": "tried", "creationTimestamp": "2026-11-26T20:15:00Z"}""",
        """{"name": "tried", "creationTimestamp": "2026-11-26T20:15:00.5+01:00"}""",
        """{"name": "tried", "creationTimestamp": "2026-02-30T20:15:00Z"}""",
        """{"name": "tried", "creationTimestamp": "2026-11-26"}""",
        """{"name": "tried", "creationTimestamp": ""}""",
        """{"name": "tried", "creationTimestamp": 7}""",
        """{"name": "tried", "deletionTimestamp": "now"}""",
        """{"name": "tried", "deletionGracePeriodSeconds": 30}""",
        """{"name": "tried", "deletionGracePeriodSeconds": "30"}""",
        """{"name": "tried", "managedFields": "a"}""",
        """{"name": "tried", "managedFields": [1]}""",
        """{"name": "tried", "managedFields": [{"x": 1}]}""",
        """{"name": 1}""",
        """{"name": null}""",
        """{"name": "tried", "namespace": 5}""",
        "null",
        "[]",
        "\"tried\"",
    ];

    /// <summary>Every node of a valid spec replaced by values of other types, and a field put beside every field.</summary>
    public static IEnumerable<AgreementDocument> Of(string kind, JsonObject spec)
    {
        foreach (var path in Paths(spec, []).ToList())
        {
            foreach (var other in Others)
            {
                var changed = (JsonObject)spec.DeepClone();
                Set(changed, path, JsonNode.Parse(other));
                yield return AgreementDocument.Of(kind, "structure", changed);
            }

            var more = (JsonObject)spec.DeepClone();
            Set(more, [.. path[..^1], $"{path[^1]}x"], "more");
            yield return AgreementDocument.Of(kind, "structure", more);
        }

        foreach (var other in Others)
        {
            yield return AgreementDocument.Of(kind, "structure", JsonNode.Parse(other));
        }

        foreach (var metadata in Metadata)
        {
            var document = JsonNode.Parse(AgreementDocument.Of(kind, "", spec.DeepClone()).Text)!;
            document["metadata"] = JsonNode.Parse(metadata);
            yield return new AgreementDocument(kind, "metadata", document.ToJsonString());
        }
    }

    private static IEnumerable<string[]> Paths(JsonObject json, string[] before) =>
        json.SelectMany(field =>
            field.Value is JsonObject inner
                ? Paths(inner, [.. before, field.Key]).Prepend([.. before, field.Key])
                :
                [
                    [.. before, field.Key],
                ]
        );

    private static void Set(JsonObject json, string[] path, JsonNode? value)
    {
        foreach (var name in path[..^1])
        {
            json = json[name]!.AsObject();
        }

        json[path[^1]] = value;
    }
}
