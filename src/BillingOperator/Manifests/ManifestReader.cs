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

    private static readonly string[] Kinds = [Tenant.KubeKind, BillingServerSettings.KubeKind, BillingEvent.KubeKind];

    /// <summary>The metadata that a file decides about; the rest belongs to a cluster.</summary>
    private static readonly string[] MetadataFields = ["name", "namespace", "labels", "annotations"];

    private readonly List<Manifest<Tenant>> _tenants = [];
    private readonly List<Manifest<BillingServerSettings>> _settings = [];
    private readonly List<Manifest<BillingEvent>> _events = [];
    private readonly List<ManifestProblem> _problems = [];
    private int _passedOver;

    private ManifestReader() { }

    /// <summary>Reads files, folders with their subfolders, and <c>-</c> for the standard input.</summary>
    /// <exception cref="ManifestPathException">A path cannot be read.</exception>
    public static ManifestSet Read(IEnumerable<string> paths, TextReader standardInput)
    {
        var reader = new ManifestReader();
        foreach (var path in ManifestFiles.Find(paths))
        {
            if (path == ManifestFiles.StandardInput)
            {
                reader.ReadText("stdin", standardInput.ReadToEnd());
            }
            else
            {
                reader.ReadText(path, ManifestFiles.Read(path));
            }
        }

        return new ManifestSet
        {
            Tenants = reader._tenants,
            Settings = reader._settings,
            Events = reader._events,
            Problems = reader._problems,
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

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(IsJson(text) ? text.Replace('\t', ' ') : text));
            foreach (var document in stream.Documents)
            {
                var map = new SourceMap(file);
                var json = new YamlJson(map, maxNodes: (10 * text.Length) + 1000).Convert(document.RootNode);
                ReadObject(json, map, "");
            }
        }
        catch (YamlException error)
        {
            var map = new SourceMap(file);
            map.Add("", Place(error, text));
            AddProblem(map, "", "", $"The file cannot be read as YAML: {error.Message}");
        }
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

    private void ReadObject(JsonNode? json, SourceMap map, string root)
    {
        if (json is not JsonObject document || TextOf(document, "kind") is not { } kind)
        {
            return;
        }

        var apiVersion = TextOf(document, "apiVersion") ?? "";
        var isOurs = apiVersion.Split('/')[0] == ApiGroup.Name;
        if (document["items"] is JsonArray items && kind.EndsWith("List", StringComparison.Ordinal))
        {
            for (var index = 0; index < items.Count; index++)
            {
                ReadObject(items[index], map, $"{SourceMap.Member(root, "items")}[{index}]");
            }
        }
        else if (!isOurs)
        {
            _passedOver++;
        }
        else if (apiVersion != ApiGroup.GroupVersion)
        {
            AddProblem(map, root, "apiVersion", $"is {Quoted.Text(apiVersion)}: use {ApiGroup.GroupVersion}");
        }
        else
        {
            ReadOurs(document, kind, map, root);
        }
    }

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
            foreach (var field in metadata.Select(field => field.Key).Except(MetadataFields).ToList())
            {
                metadata.Remove(field);
            }
        }

        var shape = new ManifestShape(map, root);
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
