namespace BillingOperator.Billing.Runs;

/// <summary>How far a run is; read by one thread while others count.</summary>
public sealed class RunProgress
{
    private int _expected = -1;
    private int _stored;
    private int _uploaded;

    /// <summary>Records that belong to the run; <see langword="null"/> until they are counted.</summary>
    public int? Expected => Volatile.Read(ref _expected) is var count && count < 0 ? null : count;

    /// <summary>Records that are known to be stored.</summary>
    public int Stored => Volatile.Read(ref _stored);

    /// <summary>Of these, the ones that this try had to store.</summary>
    public int Uploaded => Volatile.Read(ref _uploaded);

    internal void Begin(int expected)
    {
        Volatile.Write(ref _stored, 0);
        Volatile.Write(ref _uploaded, 0);
        Volatile.Write(ref _expected, expected);
    }

    internal void CountStored(bool uploaded)
    {
        Interlocked.Increment(ref _stored);
        if (uploaded)
        {
            Interlocked.Increment(ref _uploaded);
        }
    }
}
