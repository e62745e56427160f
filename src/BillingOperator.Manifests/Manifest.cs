using BillingOperator.Billing.Validation;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Manifests;

/// <summary>An object that was read from a file.</summary>
/// <typeparam name="TEntity">Its class.</typeparam>
public sealed class Manifest<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private readonly SourceMap _map;
    private readonly FieldPath _root;

    internal Manifest(TEntity entity, SourceMap map, FieldPath root)
    {
        Entity = entity;
        _map = map;
        _root = root;
    }

    /// <summary>The object.</summary>
    public TEntity Entity { get; }

    /// <summary>Its place: <c>file:line</c>.</summary>
    public string Place => $"{_map.File}:{_map.Find(_root).Line}";

    /// <summary>A problem of the object, at the place of the field.</summary>
    public ManifestProblem Problem(FieldError error, bool isNote = false)
    {
        var spot = _map.Find(error.Field.Below(_root));
        return new ManifestProblem
        {
            File = _map.File,
            Line = spot.Line,
            Column = spot.Column,
            Kind = Entity.Kind,
            Name = EntityKey.Of(Entity).ToString(),
            Field = error.Field,
            Message = error.Message,
            IsNote = isNote,
        };
    }
}
