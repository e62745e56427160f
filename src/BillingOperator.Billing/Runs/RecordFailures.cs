using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Runs;

/// <summary>
/// Faults of single records, which do not stop the others. Damaged records are found without troubling the store, so any
/// number of them is taken; a store that cannot be reached fails for every record, so a handful of such faults ends the
/// try. Only the first few are kept, the others are counted.
/// </summary>
/// <param name="mostTransient">Faults of the store to take.</param>
internal sealed class RecordFailures(int mostTransient)
{
    private const int Kept = 3;

    private readonly Lock _lock = new();
    private readonly List<ObjectStoreException> _first = new(Kept);
    private int _damaged;
    private int _transient;

    /// <summary>Takes a fault in; <see langword="false"/> where it is to end the try.</summary>
    public bool TryAdd(ObjectStoreException failure)
    {
        lock (_lock)
        {
            if (failure.Failure == ObjectStoreFailure.ContentDamaged)
            {
                _damaged++;
            }
            else if (failure.IsPermanent || _transient == mostTransient)
            {
                return false;
            }
            else
            {
                _transient++;
            }
            if (_first.Count < Kept)
            {
                _first.Add(failure);
            }
            return true;
        }
    }

    /// <summary>Ends the try if any record failed.</summary>
    /// <param name="expected">Records that belong to the run.</param>
    /// <exception cref="RunIncompleteException">Some did.</exception>
    public void ThrowIfAny(int expected)
    {
        lock (_lock)
        {
            if (_first.Count > 0)
            {
                throw new RunIncompleteException([.. _first], _damaged + _transient, expected, _transient == 0);
            }
        }
    }
}
