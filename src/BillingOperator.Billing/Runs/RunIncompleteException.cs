using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Runs;

/// <summary>Some records could not be stored, so the run was not committed. All others are stored.</summary>
/// <param name="first">The first few failures.</param>
/// <param name="failed">How many records failed.</param>
/// <param name="expected">Records that belong to the run.</param>
/// <param name="isPermanent">Whether nothing will get better before somebody changes something.</param>
public sealed class RunIncompleteException(
    IReadOnlyList<ObjectStoreException> first,
    int failed,
    int expected,
    bool isPermanent
) : Exception(Describe(first, failed, expected), first[0])
{
    /// <summary>The reason of the first failure.</summary>
    public ObjectStoreFailure Failure => first[0].Failure;

    /// <summary>Whether nothing will get better before somebody changes something.</summary>
    public bool IsPermanent => isPermanent;

    private static string Describe(IReadOnlyList<ObjectStoreException> first, int failed, int expected)
    {
        var named = string.Join("; ", first.Select(failure => failure.Message));
        var rest = failed > first.Count ? $"; and {failed - first.Count} more" : "";
        return $"{failed} of {expected} records could not be stored: {named}{rest}";
    }
}
