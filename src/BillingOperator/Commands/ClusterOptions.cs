using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using BillingOperator.Api.Serialization;
using BillingOperator.Billing.Validation;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Commands;

/// <summary>The options by which a command reaches a cluster, as kubectl has them.</summary>
internal sealed class ClusterOptions
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _kubeconfig = new("--kubeconfig")
    {
        Description = "Kubeconfig file; otherwise KUBECONFIG, ~/.kube/config, then the pod's own account",
        HelpName = "FILE",
    };

    private readonly Option<string?> _context = new("--context")
    {
        Description = "Context of the kubeconfig; by default its current one",
        HelpName = "NAME",
    };

    private readonly Option<string?> _user = new("--as")
    {
        Description = "User to act as, who may be a service account: system:serviceaccount:NAMESPACE:NAME",
        HelpName = "USER",
    };

    private readonly Option<string?> _group = new("--as-group")
    {
        Description = "Group to act in, together with --as",
        HelpName = "GROUP",
    };

    private readonly Option<TimeSpan?> _timeout = new("--request-timeout")
    {
        Description = "Longest wait for an answer of the API server, such as 30s (the default) or 1m",
        HelpName = "TIME",
        CustomParser = ReadTimeout,
    };

    /// <summary>The namespace to look at, for commands that look at one.</summary>
    public Option<string?> Namespace { get; } =
        new("--namespace", "-n") { Description = "Namespace; by default that of the context", HelpName = "NAME" };

    /// <summary>All but <see cref="Namespace"/>, for the command.</summary>
    public IEnumerable<Option> All => [_kubeconfig, _context, _user, _group, _timeout];

    /// <summary>Finds the cluster; connects with the first request.</summary>
    /// <exception cref="MisuseException">The options do not fit each other.</exception>
    /// <exception cref="KubernetesConfigurationException">There is no usable kubeconfig.</exception>
    public ClusterAccess Open(ParseResult arguments)
    {
        var user = arguments.GetValue(_user);
        var group = arguments.GetValue(_group);
        return user is null && group is not null
            ? throw new MisuseException("--as-group needs --as: name the user who is in that group")
            : ClusterAccess.Open(options =>
            {
                options.Kubeconfig = arguments.GetValue(_kubeconfig);
                options.Context = arguments.GetValue(_context);
                options.Impersonation = user is null ? null : new Impersonation { User = user, Group = group };
                options.RequestTimeout = arguments.GetValue(_timeout) ?? DefaultTimeout;
                options.TypeInfoResolvers.Add(BillingJsonContext.Default);
            });
    }

    // kubectl: a number alone is seconds.
    private static TimeSpan? ReadTimeout(ArgumentResult argument)
    {
        var text = argument.Tokens.Count > 0 ? argument.Tokens[^1].Value : "";
        if (
            GoDuration.TryParse(
                int.TryParse(text, CultureInfo.InvariantCulture, out _) ? $"{text}s" : text,
                out var time
            )
            && time > TimeSpan.Zero
            && time <= TimeSpan.FromDays(1)
        )
        {
            return time;
        }
        argument.AddError($"--request-timeout '{text}': must be a time such as 30s or 1m, at most 24h");
        return default;
    }
}
