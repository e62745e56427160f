using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Runs;

/// <summary>Some records could not be stored, so the run was not committed. All others are stored.</summary>
/// <param name="failures">The failures, one a record.</param>
/// <param name="expected">Records that belong to the run.</param>
public sealed class RunIncompleteException(IReadOnlyList<ObjectStoreException> failures, int expected)
    : Exception(Describe(failures, expected), failures[0])
{
    private const int Named = 3;

    /// <summary>The reason of the first failure.</summary>
    public ObjectStoreFailure Failure => failures[0].Failure;

    /// <summary>Whether nothing will get better before somebody changes something.</summary>
    public bool IsPermanent => failures.All(failure => failure.IsPermanent);

    private static string Describe(IReadOnlyList<ObjectStoreException> failures, int expected)
    {
        var named = string.Join("; ", failures.Take(Named).Select(failure => failure.Message));
        var rest = failures.Count > Named ? $"; and {failures.Count - Named} more" : "";
        return $"{failures.Count} of {expected} records could not be stored: {named}{rest}";
    }
}
