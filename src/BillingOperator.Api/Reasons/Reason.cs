namespace BillingOperator.Api.Reasons;

/// <summary>What a reason means and what to do about it.</summary>
/// <param name="Name">The reason itself, one CamelCase word.</param>
/// <param name="Places">
/// Where it stands: a kind and a condition with its status, such as <c>Tenant Ready=False</c>, or a kind and <c>Event</c>
/// for a reason that only a Kubernetes Event has.
/// </param>
/// <param name="Meaning">What is the case, in plain sentences.</param>
/// <param name="Remedy">What to do about it, in plain sentences.</param>
public sealed record Reason(string Name, IReadOnlyList<string> Places, string Meaning, string Remedy)
{
    /// <summary>The remedy of a reason that asks for nothing.</summary>
    internal const string Nothing = "Nothing to do.";
}
