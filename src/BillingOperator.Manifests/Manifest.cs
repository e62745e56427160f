using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Manifests;

/// <summary>An object that was read from a file.</summary>
public abstract class Manifest
{
    private readonly SourceMap _map;
    private readonly FieldPath _root;

    private protected Manifest(ManifestKind kind, SourceMap map, FieldPath root)
    {
        Kind = kind;
        _map = map;
        _root = root;
    }

    /// <summary>Its metadata.</summary>
    public abstract V1ObjectMeta Metadata { get; }

    /// <summary>Its namespace and name.</summary>
    public abstract EntityKey Key { get; }

    /// <summary>The file as it was named.</summary>
    internal string File => _map.File;

    /// <summary>Its place: <c>file:line</c>.</summary>
    public string Place => $"{_map.File}:{_map.Find(_root).Line}";

    /// <summary>Its kind.</summary>
    internal ManifestKind Kind { get; }

    /// <summary>Every error by the operator's rules for its kind.</summary>
    internal abstract IEnumerable<FieldError> FindErrors();

    /// <summary>A problem of the object, at the place of the field.</summary>
    internal ManifestFinding Finding(FieldError error, bool isNote = false)
    {
        var spot = _map.Find(error.Field.Below(_root));
        return new ManifestFinding
        {
            File = _map.File,
            Line = spot.Line,
            Column = spot.Column,
            Kind = Kind.Name,
            Name = Key.ToString(),
            Field = error.Field,
            Message = error.Message,
            IsNote = isNote,
        };
    }
}
