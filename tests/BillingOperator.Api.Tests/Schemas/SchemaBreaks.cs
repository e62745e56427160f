using System.Text.Json.Nodes;

namespace BillingOperator.Api.Tests.Schemas;

/// <summary>What in a CRD would refuse, or lose, an object that its released version took.</summary>
internal static class SchemaBreaks
{
    private static readonly string[] Upper = ["maximum", "maxLength", "maxItems", "maxProperties"];
    private static readonly string[] Lower = ["minimum", "minLength", "minItems", "minProperties"];
    private static readonly string[] Fixed = ["type", "format", "x-kubernetes-list-type", "x-kubernetes-map-type"];

    /// <summary>The breaks between two whole CRDs, a sentence each.</summary>
    public static IEnumerable<string> Find(JsonObject released, JsonObject current)
    {
        foreach (var name in (string[])["group", "scope", "names"])
        {
            if (!JsonNode.DeepEquals(released["spec"]![name], current["spec"]![name]))
            {
                yield return $"spec.{name} was changed";
            }
        }
        var versions = current["spec"]!["versions"]!.AsArray().ToDictionary(version => (string)version!["name"]!);
        foreach (var version in released["spec"]!["versions"]!.AsArray())
        {
            var name = (string)version!["name"]!;
            if (!versions.TryGetValue(name, out var now) || !(bool)now!["served"]!)
            {
                yield return $"version {name} is served no more";
                continue;
            }
            foreach (var difference in Find(RootOf(version), RootOf(now)))
            {
                yield return $"{name} {difference}";
            }
        }
    }

    private static IEnumerable<string> Find(SchemaNode released, SchemaNode current)
    {
        foreach (var fault in FindOwn(released, current))
        {
            yield return $"{released.Path} {fault}";
        }
        var children = current.Children.ToDictionary(child => child.Path);
        foreach (var child in released.Children)
        {
            if (!children.TryGetValue(child.Path, out var now))
            {
                yield return $"{child.Path} was removed";
                continue;
            }
            foreach (var fault in Find(child, now))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> FindOwn(SchemaNode released, SchemaNode current)
    {
        foreach (var keyword in Fixed.Where(it => released.Text(it) != current.Text(it)))
        {
            yield return $"has another {keyword}";
        }
        foreach (var keyword in Upper.Where(it => current.Number(it) < (released.Number(it) ?? long.MaxValue)))
        {
            yield return $"has a smaller {keyword}";
        }
        foreach (var keyword in Lower.Where(it => current.Number(it) > (released.Number(it) ?? long.MinValue)))
        {
            yield return $"has a larger {keyword}";
        }
        if (current.Text("pattern") is { } pattern && pattern != released.Text("pattern"))
        {
            yield return "has another pattern";
        }
        if (current.Enum.Count > 0 && (released.Enum.Count == 0 || released.Enum.Except(current.Enum).Any()))
        {
            yield return "takes fewer values";
        }
        if (current.Required.Except(released.Required).Any())
        {
            yield return $"requires {string.Join(", ", current.Required.Except(released.Required))}";
        }
        if (current.Rules.Select(rule => rule.Rule).Except(released.Rules.Select(rule => rule.Rule)).Any())
        {
            yield return "has another rule";
        }
        if (released.Has("nullable") && !current.Has("nullable"))
        {
            yield return "takes null no more";
        }
        if (
            !JsonNode.DeepEquals(
                released.Json["x-kubernetes-list-map-keys"],
                current.Json["x-kubernetes-list-map-keys"]
            )
        )
        {
            yield return "has other keys";
        }
    }

    private static SchemaNode RootOf(JsonNode version) => new("", version["schema"]!["openAPIV3Schema"]!.AsObject());
}
