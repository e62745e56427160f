namespace BillingOperator.Tests.Agreement;

/// <summary>
/// What the API server cannot decide: it takes the object, and the operator (or <c>validate</c>) refuses it. The list is
/// in <c>docs/api.md</c>, in these words.
/// </summary>
/// <param name="Words">How the list begins its entry.</param>
/// <param name="Field">The field.</param>
/// <param name="Messages">What the operator says of it.</param>
internal sealed record NamedDifference(string Words, string Field, params string[] Messages)
{
    public static readonly IReadOnlyList<NamedDifference> All =
    [
        new("Time zone names", "spec.timeZone", "enter a zone of the IANA database"),
        new("Slots that never come", "spec.schedule", "so it never fires"),
        new("PEM blocks that cannot be read", "spec.s3.caBundle.inline", "holds "),
        new("Annotations", "metadata.annotations[billing.pureconnect.io/", ""),
    ];

    /// <summary>The entry that covers a refusal of <c>validate</c>, if one does.</summary>
    public static NamedDifference? Find(string refusal) =>
        All.FirstOrDefault(named =>
            refusal.Contains($": {named.Field}", StringComparison.Ordinal)
            && named.Messages.Any(message => refusal.Contains(message, StringComparison.Ordinal))
        );
}
