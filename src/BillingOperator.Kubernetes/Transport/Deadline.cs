namespace BillingOperator.Kubernetes.Transport;

/// <summary>A caller's cancellation, and a limit of time beside it.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan timeout, TimeProvider timeProvider, CancellationToken caller)
    {
        _timeout = timeout;
        _caller = caller;
        _timer = new CancellationTokenSource(timeout, timeProvider);
        _either = CancellationTokenSource.CreateLinkedTokenSource(caller, _timer.Token);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Whether time ran out, and not the caller gave up.</summary>
    public bool IsPast => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>What the caller is told.</summary>
    public HttpRequestException Exceeded(HttpRequestMessage request, Exception cause) =>
        new(
            $"{request.Method} {request.RequestUri}: no answer within {_timeout.TotalSeconds:0.#} s.",
            new TimeoutException(cause.Message, cause)
        );

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
