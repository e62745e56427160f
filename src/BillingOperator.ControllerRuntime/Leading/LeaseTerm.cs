namespace BillingOperator.ControllerRuntime.Leading;

/// <summary>
/// The time for which this process leads, by its own monotonic clock. It is extended while it lasts; once it has run out it
/// is over for good, and then the process may send nothing more. Safe to use from many threads.
/// </summary>
internal sealed class LeaseTerm(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Phase _phase = Phase.Ahead;
    private long _start;
    private TimeSpan _length;

    private enum Phase
    {
        Ahead,
        Running,
        Closed,
        Lost,
    }

    /// <summary>How long this process leads for certain; zero where it does not.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            lock (_lock)
            {
                var left = _phase == Phase.Running ? _length - time.GetElapsedTime(_start) : TimeSpan.Zero;
                if (_phase == Phase.Running && left <= TimeSpan.Zero)
                {
                    _phase = Phase.Lost;
                }

                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>
    /// Whether the process may talk to the API server: before its term to stand by, in it to write, and after an orderly end
    /// to release the lease; but not when the term was lost, whatever is still on its way to the socket then.
    /// </summary>
    public bool AllowsSending
    {
        get
        {
            lock (_lock)
            {
                return TimeLeft > TimeSpan.Zero || _phase is Phase.Ahead or Phase.Closed;
            }
        }
    }

    /// <summary>Begins the term, or makes it last longer.</summary>
    /// <param name="from">The timestamp from which it is measured.</param>
    /// <param name="length">How long it lasts from then on.</param>
    /// <returns>Whether it was not over before.</returns>
    public bool TryExtend(long from, TimeSpan length)
    {
        lock (_lock)
        {
            if (TimeLeft == TimeSpan.Zero && _phase != Phase.Ahead)
            {
                return false;
            }

            (_phase, _start, _length) = (Phase.Running, from, length);
            return true;
        }
    }

    /// <summary>Ends the term.</summary>
    /// <param name="inGoodOrder">Whether nothing of this process writes any more.</param>
    public void End(bool inGoodOrder)
    {
        lock (_lock)
        {
            _phase = inGoodOrder && (TimeLeft > TimeSpan.Zero || _phase == Phase.Closed) ? Phase.Closed : Phase.Lost;
        }
    }
}
