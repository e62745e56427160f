using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace BillingOperator.Manifests;

/// <summary>
/// Reads tenants, settings and events from YAML and JSON without a cluster: several documents a file, lists unfolded,
/// other kinds passed over. It is strict: an unknown field or a value of another type is a problem.
/// </summary>
public sealed class ManifestReader
{
    private const string DefaultNamespace = "default";
    private const string List = "List";

    private static readonly string[] Kinds = [Tenant.KubeKind, BillingServerSettings.KubeKind, BillingEvent.KubeKind];

    /// <summary>The metadata that a file decides about.</summary>
    private static readonly string[] MetadataFields = ["name", "namespace", "labels", "annotations"];

    /// <summary>The metadata that belongs to a cluster; an exported object has some of it.</summary>
    private static readonly string[] ClusterMetadataFields =
    [
        "uid",
        "resourceVersion",
        "generation",
        "creationTimestamp",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "generateName",
        "selfLink",
        "ownerReferences",
        "finalizers",
        "managedFields",
    ];

    private readonly List<Manifest<Tenant>> _tenants = [];
    private readonly List<Manifest<BillingServerSettings>> _settings = [];
    private readonly List<Manifest<BillingEvent>> _events = [];
    private readonly List<ManifestProblem> _problems = [];
    private readonly List<string> _unreadable = [];
    private int _passedOver;

    private ManifestReader() { }

    /// <summary>Reads files, folders with their subfolders, and <c>-</c> for the standard input.</summary>
    public static ManifestSet Read(IEnumerable<string> paths, TextReader standardInput)
    {
        var reader = new ManifestReader();
        foreach (var file in ManifestFiles.Read(paths, standardInput))
        {
            if (file.Failure is { } failure)
            {
                reader._unreadable.Add($"{file.Path}: {failure}");
            }
            else
            {
                reader.ReadText(file.Path == ManifestFiles.StandardInput ? "stdin" : file.Path, file.Text);
            }
        }

        return new ManifestSet
        {
            Tenants = reader._tenants,
            Settings = reader._settings,
            Events = reader._events,
            Problems = reader._problems,
            Unreadable = reader._unreadable,
            PassedOver = reader._passedOver,
        };
    }

    private void ReadText(string file, string? text)
    {
        if (text is null)
        {
            AddProblem(new SourceMap(file), "", "", "The file is not UTF-8: save it as UTF-8");
            return;
        }

        var isJson = IsJson(text);
        var parser = new PlacedParser(isJson ? text.Replace('\t', ' ') : text, isJson);
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            foreach (var document in stream.Documents)
            {
                var map = new SourceMap(file);
                var json = new YamlJson(map, maxNodes: (10 * text.Length) + 1000).Convert(document.RootNode);
                ReadDocument(json, map);
            }
        }
        catch (YamlException error)
        {
            AddUnreadable(file, Place(error, text), error.Message);
        }
        // YamlDotNet has faults of its own: {name: d, a line break and spec: [ is an InvalidOperationException.
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            AddUnreadable(file, parser.Spot, error.Message);
        }
    }

    private void AddUnreadable(string file, SourceSpot spot, string why)
    {
        var map = new SourceMap(file);
        map.Add("", spot);
        AddProblem(map, "", "", $"The file cannot be read as YAML: {why}");
    }

    // YamlDotNet does not say where it found a tab that indents.
    private static SourceSpot Place(YamlException error, string text)
    {
        var isKnown = error.Start.Index > 0;
        var tab = isKnown ? -1 : text.Split('\n').ToList().FindIndex(line => line.TrimStart(' ').StartsWith('\t'));
        return tab < 0 ? new SourceSpot((int)error.Start.Line, (int)error.Start.Column) : new SourceSpot(tab + 1, 1);
    }

    // JSON is YAML but for tabs between its parts; inside its strings a tab cannot stand unescaped.
    private static bool IsJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private void ReadDocument(JsonNode? json, SourceMap map)
    {
        if (json is JsonArray array && array.OfType<JsonObject>().Any(item => IsOurs(ApiVersionOf(item))))
        {
            AddProblem(
                map,
                "",
                "",
                "The document is a list: write its objects one by one, or as items of a kind: List"
            );
            return;
        }

        ReadObject(json, map, "");
    }

    private void ReadObject(JsonNode? json, SourceMap map, string root)
    {
        if (json is not JsonObject document)
        {
            return;
        }

        var kind = TextOf(document, "kind");
        var apiVersion = ApiVersionOf(document);
        if (document["items"] is JsonArray items && kind?.EndsWith(List, StringComparison.Ordinal) == true)
        {
            ReadItems(items, kind, apiVersion, map, root);
        }
        else if (FindMisspelling(kind, apiVersion) is { } meant)
        {
            AddProblem(map, root, "apiVersion", meant);
        }
        else if (!IsOurs(apiVersion))
        {
            _passedOver += kind is null ? 0 : 1;
        }
        else if (kind is null)
        {
            AddProblem(map, root, "kind", $"is required: enter {string.Join(", ", Kinds[..^1])} or {Kinds[^1]}");
        }
        else
        {
            ReadOurs(document, kind, map, root);
        }
    }

    // As for kubectl, what a TenantList holds are tenants, whether they say so or not.
    private void ReadItems(JsonArray items, string listKind, string apiVersion, SourceMap map, string root)
    {
        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is JsonObject item && listKind.Length > List.Length && IsOurs(apiVersion))
            {
                item.TryAdd("apiVersion", apiVersion);
                item.TryAdd("kind", listKind[..^List.Length]);
            }

            ReadObject(items[index], map, $"{SourceMap.Member(root, "items")}[{index}]");
        }
    }

    // Our kinds with no version or one that is almost ours would be passed over, and then nothing would be checked.
    private static string? FindMisspelling(string? kind, string apiVersion)
    {
        if (IsOurs(apiVersion))
        {
            return apiVersion == ApiGroup.GroupVersion
                ? null
                : $"is {Quoted.Text(apiVersion)}: use {ApiGroup.GroupVersion}";
        }

        return
            Kinds.Contains(kind)
            && (apiVersion.Length == 0 || SimilarName.Find(apiVersion.Split('/')[0], [ApiGroup.Name]) is not null)
            ? $"{(apiVersion.Length == 0 ? "is required" : $"is {Quoted.Text(apiVersion)}")}: use {ApiGroup.GroupVersion}"
            : null;
    }

    private static bool IsOurs(string apiVersion) => apiVersion.Split('/')[0] == ApiGroup.Name;

    private static string ApiVersionOf(JsonObject document) => TextOf(document, "apiVersion") ?? "";

    private void ReadOurs(JsonObject document, string kind, SourceMap map, string root)
    {
        switch (kind)
        {
            case Tenant.KubeKind:
                Add(_tenants, document, BillingJsonContext.Default.Tenant, map, root);
                break;
            case BillingServerSettings.KubeKind:
                Add(_settings, document, BillingJsonContext.Default.BillingServerSettings, map, root);
                break;
            case BillingEvent.KubeKind:
                Add(_events, document, BillingJsonContext.Default.BillingEvent, map, root);
                break;
            default:
                var meant = SimilarName.Find(kind, Kinds);
                AddProblem(
                    map,
                    root,
                    "kind",
                    $"is {Quoted.Text(kind)}: "
                        + (meant is null ? $"use {string.Join(", ", Kinds)}" : $"did you mean {meant}?")
                );
                break;
        }
    }

    private void Add<TEntity>(
        List<Manifest<TEntity>> manifests,
        JsonObject document,
        JsonTypeInfo<TEntity> type,
        SourceMap map,
        string root
    )
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        document.Remove("status");
        if (document["metadata"] is JsonObject metadata)
        {
            ClusterMetadataFields.ToList().ForEach(field => metadata.Remove(field));
        }

        var shape = new ManifestShape(map, root);
        if (document["metadata"] is JsonObject declared)
        {
            shape.CheckNames(declared, MetadataFields, "metadata");
        }

        if (document["spec"] is null)
        {
            shape.Add("spec", "is required: enter what you want, indented below it");
        }

        shape.CheckObject(document, type, "");
        CompleteMetadata(document, isNamespaced: typeof(TEntity) == typeof(Tenant));
        var manifest = new Manifest<TEntity>(document.Deserialize(type)!, map, root);
        manifests.Add(manifest);
        _problems.AddRange(shape.Errors.Select(error => manifest.Problem(error)));
    }

    private static void CompleteMetadata(JsonObject document, bool isNamespaced)
    {
        if (document["metadata"] is not JsonObject metadata)
        {
            metadata = [];
            document["metadata"] = metadata;
        }

        if (isNamespaced)
        {
            metadata.TryAdd("namespace", DefaultNamespace);
        }
        else
        {
            metadata.Remove("namespace");
        }
    }

    private void AddProblem(SourceMap map, string root, string field, string message)
    {
        var spot = map.Find(SourceMap.Member(root, field));
        _problems.Add(
            new ManifestProblem
            {
                File = map.File,
                Line = spot.Line,
                Column = spot.Column,
                Field = field,
                Message = message,
            }
        );
    }

    private static string? TextOf(JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
