using BillingOperator.Api;
using BillingOperator.Api.Events;
using BillingOperator.Controllers.Overview;
using BillingOperator.Hosting;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.Commands;

/// <summary>A run that was requested, followed from the request to the run's end as the event's status tells it.</summary>
/// <param name="cluster">Where the event is.</param>
/// <param name="name">Name of the event.</param>
/// <param name="request">The request.</param>
/// <param name="time">Paces the reading.</param>
/// <param name="error">Hears of what keeps the run waiting.</param>
internal sealed class RequestedRun(
    ClusterAccess cluster,
    string name,
    HandledRequestKey request,
    TimeProvider time,
    TextWriter error
)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>An operator that leads sees a request at once; one that takes over, within half of this.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(30);

    /// <summary>For so long the API server may be away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private ActiveRun? _run;
    private string? _told;

    /// <summary>Records stored, of how many; these are not known before the run has counted them.</summary>
    public (int Done, int? Total) Progress => (_run?.Stored ?? 0, _run?.Expected);

    /// <summary>Waits for the end.</summary>
    /// <exception cref="MisuseException">It can no longer be followed.</exception>
    public async Task<RequestEnd> FollowAsync(CancellationToken cancellationToken)
    {
        var (begun, answered) = (time.GetTimestamp(), time.GetTimestamp());
        while (true)
        {
            try
            {
                var billingEvent = await cluster.Client.GetAsync<BillingEvent>(
                    new EntityKey(null, name),
                    cancellationToken
                );
                answered = time.GetTimestamp();
                if (billingEvent is null)
                {
                    return new RequestEnd(false, "the event was deleted");
                }
                if (EndOf(billingEvent.Status) is { } end)
                {
                    return end;
                }
                if (HandledBy(billingEvent.Status) is null && time.GetElapsedTime(begun) > SeenWithin)
                {
                    Tell("no operator has seen the request so far: is one running? status tells more");
                }
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && cluster.Explain(e) is { } failure)
            {
                Tell(failure);
                if (time.GetElapsedTime(answered) > Patience)
                {
                    throw new MisuseException($"the run is requested, and can no longer be followed: {failure}", e);
                }
            }
            await Task.Delay(Pace, time, cancellationToken);
        }
    }

    private RequestEnd? EndOf(BillingEventStatus? status)
    {
        if (HandledBy(status) is not { } handled)
        {
            return null;
        }
        if (handled.Outcome == RequestOutcome.Refused)
        {
            return new RequestEnd(false, handled.Message);
        }
        if (status!.History?.FirstOrDefault(ended => ended.Id == handled.RunId) is { } run)
        {
            return new RequestEnd(
                run.State == RunState.Succeeded,
                $"{RunText.Of(run)}\nmanifest: {run.ManifestKey ?? "none"}"
            );
        }
        _run = status.ActiveRun is { } active && active.Id == handled.RunId ? active : _run;
        if (_run?.LastFailure is { } failure)
        {
            Tell($"{failure.Reason}: {failure.Message} The operator tries again.");
        }
        return null;
    }

    private HandledRequest? HandledBy(BillingEventStatus? status)
    {
        var handled =
            request.Annotation == ApiGroup.RequestedAtAnnotation ? status?.Requests?.At : status?.Requests?.Period;
        return handled?.Value == request.Value ? handled : null;
    }

    // Once, however often it is seen.
    private void Tell(string what)
    {
        if (_told != what)
        {
            _told = what;
            error.WriteLine($"billing-operator: {what}");
        }
    }
}
