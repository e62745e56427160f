using System.Text.Json;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Configuration;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace BillingOperator.ControllerRuntime.Writing;

/// <summary>Compares statuses by what would be sent. Lists in records are equal only by reference; their JSON is equal by value.</summary>
/// <param name="client">Knows how the client reads and writes objects.</param>
internal sealed class StatusJson(IOptions<KubernetesClientOptions> client)
{
    private readonly JsonSerializerOptions _options = EntityJson.Options(client.Value.TypeInfoResolvers);

    /// <summary>Whether two objects have the same status.</summary>
    public bool AreEqual<TEntity>(TEntity one, TEntity other)
        where TEntity : class, IKubernetesObject<V1ObjectMeta>
    {
        var status =
            _options.GetTypeInfo(typeof(TEntity)).Properties.FirstOrDefault(property => property.Name == "status")
            ?? throw new InvalidOperationException($"{typeof(TEntity)} has no status");
        var type = _options.GetTypeInfo(status.PropertyType);
        var (left, right) = (status.Get!(one), status.Get!(other));
        return ReferenceEquals(left, right)
            || left is not null
                && right is not null
                && JsonSerializer
                    .SerializeToUtf8Bytes(left, type)
                    .AsSpan()
                    .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, type));
    }
}
