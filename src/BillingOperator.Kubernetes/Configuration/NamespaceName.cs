using System.Text.RegularExpressions;

namespace BillingOperator.Kubernetes.Configuration;

/// <summary>The name of a namespace, which goes into the path of a request: a DNS label (RFC 1123).</summary>
internal static partial class NamespaceName
{
    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label { get; }

    /// <summary>Whether a namespace may have this name.</summary>
    public static bool IsValid(string name) => Label.IsMatch(name);
}
