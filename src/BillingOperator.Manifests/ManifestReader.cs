using System.Text.Json.Nodes;
using BillingOperator.Api;
using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Yaml;

namespace BillingOperator.Manifests;

/// <summary>
/// Reads tenants, settings and events from YAML and JSON without a cluster: several documents a file, lists unfolded,
/// other kinds passed over. It is strict: an unknown field or a value of another type is an error.
/// </summary>
public sealed class ManifestReader
{
    private const string DefaultNamespace = "default";

    private static readonly FieldPath ItemsField = FieldPath.Of("items");

    private readonly List<Manifest> _manifests = [];
    private readonly List<ManifestFinding> _findings = [];
    private readonly List<ManifestFinding> _unreadable = [];
    private readonly List<ManifestFinding> _leftOut = [];
    private int _passedOver;

    private ManifestReader() { }

    /// <summary>Reads files, folders with their subfolders, and <c>-</c> for the standard input.</summary>
    /// <param name="paths">What was named.</param>
    /// <param name="openStandardInput">Opens the standard input.</param>
    public static ManifestSet Read(IEnumerable<string> paths, Func<Stream> openStandardInput)
    {
        var reader = new ManifestReader();
        foreach (var file in ManifestFiles.Read(paths, openStandardInput))
        {
            reader.Read(file);
        }

        return new ManifestSet
        {
            Manifests = reader._manifests,
            Findings = reader._findings,
            Unreadable = reader._unreadable,
            LeftOut = reader._leftOut,
            PassedOver = reader._passedOver,
        };
    }

    private void Read(ManifestFile file)
    {
        var spot = new YamlSpot(1, 1);
        if (file.Failure is { } failure)
        {
            _unreadable.Add(Finding(file.Name, spot, failure));
        }
        else if (file.LeftOut is { } leftOut)
        {
            _leftOut.Add(Finding(file.Name, spot, leftOut) with { IsNote = true });
        }
        else if (ManifestText.Decode(file.Bytes!.Value.Span, out var error, out spot) is { } text)
        {
            ReadText(file, text);
        }
        else
        {
            _findings.Add(Finding(file.Name, spot, error!));
        }
    }

    private void ReadText(ManifestFile file, string text)
    {
        try
        {
            foreach (var document in YamlReader.Read(text, refusesDirectives: true).ToList())
            {
                ReadDocument(document.Value, new SourceMap(file.Name, document), file.IsFound);
            }
        }
        catch (YamlFormatException error)
        {
            var (spot, message) = YamlError.Describe(text, error);
            _findings.Add(Finding(file.Name, spot, message));
        }
    }

    private void ReadDocument(JsonNode? json, SourceMap map, bool isFound)
    {
        if (json is JsonArray array)
        {
            // A folder may hold patches of Kustomize, which are lists.
            var isOurs = array.OfType<JsonObject>().Any(item => IsOurs(ManifestKinds.ApiVersionOf(item)));
            AddFinding(
                map,
                FieldPath.Root,
                FieldPath.Root,
                "The document is a list: write its objects one by one, or as items of a kind: List",
                isNote: isFound && !isOurs
            );
        }
        else if (json is not null)
        {
            ReadObject(json, map, FieldPath.Root);
        }
    }

    private void ReadObject(JsonNode? json, SourceMap map, FieldPath root)
    {
        if (json is not JsonObject document)
        {
            AddFinding(
                map,
                root,
                FieldPath.Root,
                $"{(root.Parent is null ? "The document" : root)} is {ManifestShape.Describe(json)}, no object: write "
                    + "apiVersion, kind, metadata and spec, each with a colon and a space"
            );
            return;
        }

        var kind = ManifestKinds.KindOf(document);
        var apiVersion = ManifestKinds.ApiVersionOf(document);
        if (ManifestKinds.FindError(kind, apiVersion) is { } error)
        {
            AddFinding(map, root, error.Field, error.Message);
        }
        else if (ManifestKinds.IsList(kind, document))
        {
            ReadItems(document, kind!, apiVersion, map, root);
        }
        else if (IsOurs(apiVersion))
        {
            ReadOurs(document, ManifestKinds.Find(kind)!, map, root);
        }
        else if (kind is not null)
        {
            _passedOver++;
        }
        else if (root.Parent is not null || (document["metadata"] is not null && document["spec"] is not null))
        {
            AddFinding(
                map,
                root,
                FieldPath.Of("kind"),
                $"is required: enter the kind of this object, for one of ours with apiVersion: {ApiGroup.GroupVersion}"
            );
        }
    }

    // As for kubectl, what a TenantList holds are tenants, whether they say so or not.
    private void ReadItems(JsonObject list, string listKind, string apiVersion, SourceMap map, FieldPath root)
    {
        if (list["items"] is not JsonArray items)
        {
            if (list["items"] is { } other)
            {
                AddFinding(
                    map,
                    root,
                    ItemsField,
                    $"is {ManifestShape.Describe(other)}: write a list, each item after a dash"
                );
            }

            return;
        }

        for (var index = 0; index < items.Count; index++)
        {
            if (items[index] is JsonObject item && listKind.Length > ManifestKinds.List.Length && IsOurs(apiVersion))
            {
                item.TryAdd("apiVersion", apiVersion);
                item.TryAdd("kind", listKind[..^ManifestKinds.List.Length]);
            }

            ReadObject(items[index], map, ItemsField.Item(index).Below(root));
        }
    }

    private static bool IsOurs(string apiVersion) => ManifestKinds.IsOurs(apiVersion);

    private void ReadOurs(JsonObject document, ManifestKind kind, SourceMap map, FieldPath root)
    {
        document.Remove("status");
        var shape = new ManifestShape(map, root);
        if (document["metadata"] is JsonObject metadata)
        {
            ManifestMetadata.Check(metadata, shape);
        }

        if (document["spec"] is null)
        {
            shape.Add(FieldPath.Of("spec"), "is required: enter what you want, indented below it");
        }

        shape.CheckObject(document, kind.Type, FieldPath.Root);
        CompleteMetadata(document, kind.IsNamespaced);
        var manifest = kind.Read(document, map, root);
        _manifests.Add(manifest);
        _findings.AddRange(shape.Errors.Select(error => manifest.Finding(error)));
    }

    private static void CompleteMetadata(JsonObject document, bool isNamespaced)
    {
        if (document["metadata"] is not JsonObject metadata)
        {
            metadata = [];
            document["metadata"] = metadata;
        }

        metadata.TryAdd("name", "");
        if (isNamespaced)
        {
            metadata.TryAdd("namespace", DefaultNamespace);
        }
        else
        {
            metadata.Remove("namespace");
        }
    }

    private void AddFinding(SourceMap map, FieldPath root, FieldPath field, string message, bool isNote = false)
    {
        var spot = map.Find(field.Below(root));
        _findings.Add(Finding(map.File, spot, message) with { Field = field, IsNote = isNote });
    }

    private static ManifestFinding Finding(string file, YamlSpot spot, string message) =>
        new()
        {
            File = file,
            Line = spot.Line,
            Column = spot.Column,
            Message = message,
        };
}
