using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>The replicas that run at a time. Each that is started is a new user with the operator's rights.</summary>
public sealed class Replicas(Installation installation) : IAsyncDisposable
{
    private readonly List<Replica> _all = [];

    public IReadOnlyList<Replica> All => _all;

    /// <summary>Lets every service account of the operator's namespace have the operator's rights.</summary>
    public Task AllowAsync() =>
        installation.Cluster.ApplyAsync(
            $$"""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: replicas}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: billing-operator}
            subjects:
              - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:{{Installation.OwnNamespace}}"}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: replicas, namespace: {{Installation.OwnNamespace}} }
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: billing-operator}
            subjects:
              - {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:{{Installation.OwnNamespace}}"}
            """
        );

    /// <summary>Starts one more, and waits until it is ready.</summary>
    public async Task<Replica> StartAsync()
    {
        var name = $"replica-{Guid.NewGuid().ToString("N")[..6]}";
        await installation.Cluster.KubectlAsync("create", "serviceaccount", name, "-n", Installation.OwnNamespace);
        var token = await installation.Cluster.ServiceAccountTokenAsync(Installation.OwnNamespace, name);
        var network = await FaultProxy.StartAsync(installation.Cluster);
        var kubeconfig = await installation.Cluster.WriteKubeconfigAsync(network.Endpoint, token);
        var replica = new Replica(name, await OperatorProcess.StartAsync(kubeconfig), network);
        _all.Add(replica);
        return replica;
    }

    public Replica Named(string name) => _all.Single(replica => replica.Name == name);

    /// <summary>Takes one out that has ended.</summary>
    public async Task RemoveAsync(Replica replica)
    {
        _all.Remove(replica);
        await replica.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _all)
        {
            await replica.DisposeAsync();
        }
    }
}
