namespace BillingOperator.Billing.Verification;

/// <summary>How far a verification is; read by one thread while others count.</summary>
public sealed class VerificationProgress
{
    private int _expected = -1;
    private int _checked;

    /// <summary>Records that the manifests read so far name; <see langword="null"/> before the first.</summary>
    public int? Expected => Volatile.Read(ref _expected) is var count && count < 0 ? null : count;

    /// <summary>Of these, the ones that have been looked at.</summary>
    public int Checked => Volatile.Read(ref _checked);

    internal void Expect(int records) => Volatile.Write(ref _expected, Math.Max(_expected, 0) + records);

    internal void CountChecked() => Interlocked.Increment(ref _checked);
}
