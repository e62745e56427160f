namespace BillingOperator.Kubernetes.Configuration;

/// <summary>
/// One or more kubeconfig files as one. Of entries with the same name, and of <c>current-context</c>, the first file's
/// counts, whole: nothing is mixed from two entries (kubectl: "Merging kubeconfig files").
/// </summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigNode> _clusters = [];
    private readonly Dictionary<string, KubeconfigNode> _users = [];
    private readonly Dictionary<string, KubeconfigContext> _contexts = [];
    private readonly string _files;
    private string? _currentContext;

    private Kubeconfig(IReadOnlyList<string> files)
    {
        _files = string.Join(", ", files);
        foreach (var file in files)
        {
            Add(KubeconfigNode.Read(file));
        }
    }

    /// <summary>Reads and merges files, the most important first.</summary>
    public static Kubeconfig Read(params IReadOnlyList<string> files) => new(files);

    /// <summary>All that is needed to talk to the server of a context.</summary>
    /// <param name="contextName">The context; the files' <c>current-context</c> where <see langword="null"/>.</param>
    public KubernetesClientConfiguration Choose(string? contextName)
    {
        var name =
            contextName
            ?? _currentContext
            ?? throw new KubernetesConfigurationException(
                $"{_files}: no current-context. Choose one with 'kubectl config use-context', or name it. {Known(_contexts)}"
            );
        if (!_contexts.TryGetValue(name, out var context))
        {
            throw new KubernetesConfigurationException($"{_files}: there is no context '{name}'. {Known(_contexts)}");
        }

        if (context.Namespace is not null && !NamespaceName.IsValid(context.Namespace))
        {
            throw new KubernetesConfigurationException(
                $"{context.File}: context '{name}' has the namespace '{context.Namespace}', which is no name of one: use up to "
                    + "63 lower-case letters, digits and hyphens, a letter or digit at both ends."
            );
        }

        var cluster = KubeconfigCluster.Read(Entry(_clusters, context, "cluster", context.Cluster));
        var user = context.User is null
            ? new UserAuthentication()
            : KubeconfigUser.Read(Entry(_users, context, "user", context.User), cluster);
        return new KubernetesClientConfiguration(name, context.Namespace, cluster.Connection, user);
    }

    private void Add(KubeconfigNode root)
    {
        _currentContext ??= root.Text("current-context");
        foreach (var entry in root.Children("clusters"))
        {
            _clusters.TryAdd(entry.RequiredText("name"), entry.ChildOrEmpty("cluster"));
        }

        foreach (var entry in root.Children("users"))
        {
            _users.TryAdd(entry.RequiredText("name"), entry.ChildOrEmpty("user"));
        }

        foreach (var entry in root.Children("contexts"))
        {
            var name = entry.RequiredText("name");
            var body = entry.ChildOrEmpty("context");
            _contexts.TryAdd(
                name,
                new KubeconfigContext(root.File, name, body.Text("cluster"), body.Text("user"), body.Text("namespace"))
            );
        }
    }

    private KubeconfigNode Entry(
        Dictionary<string, KubeconfigNode> entries,
        KubeconfigContext context,
        string what,
        string? name
    )
    {
        if (name is null)
        {
            throw new KubernetesConfigurationException(
                $"{context.File}: context '{context.Name}' names no {what}. Set it with 'kubectl config set-context {context.Name} --{what}=…'."
            );
        }

        return entries.TryGetValue(name, out var entry)
            ? entry
            : throw new KubernetesConfigurationException(
                $"{context.File}: context '{context.Name}' names the {what} '{name}', which is in none of {_files}. {Known(entries)}"
            );
    }

    private static string Known<T>(Dictionary<string, T> entries) =>
        entries.Count == 0 ? "There are none." : $"There are: {string.Join(", ", entries.Keys.Order())}.";
}
