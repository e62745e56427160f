using System.Net;
using BillingOperator.Kubernetes;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.ControllerRuntime.Caching;

/// <summary>
/// Makes a store reflect the server: lists, then watches from the list's version on, goes on after a break from the
/// last version seen, and lists again where that is not possible.
/// </summary>
/// <typeparam name="TEntity">The kind.</typeparam>
/// <param name="store">What is fed.</param>
/// <param name="source">What it is fed from.</param>
/// <param name="publish">Hears of the changes of the store.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of breaks.</param>
internal sealed partial class Reflector<TEntity>(
    EntityStore<TEntity> store,
    EntitySource<TEntity> source,
    Action<IReadOnlyList<EntityChange<TEntity>>> publish,
    TimeProvider time,
    ILogger logger
)
    where TEntity : class, IKubernetesObject<V1ObjectMeta>
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(30);

    private readonly EntityLister<TEntity> _lister = new(source, time, logger);
    private readonly JitteredBackoff _backoff = new();
    private string? _version;
    private string? _notOlderThan;
    private bool _isAsked;
    private int _failures;
    private long _signOfLife = time.GetTimestamp();

    /// <summary>
    /// Time since the last sign of life: an event, a bookmark, a list, a watch's end, or an error that was noticed. A quiet
    /// or an unreachable server is not a stall; a watch that is long over its time is one.
    /// </summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _signOfLife));

    /// <summary>Reflects until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var called = store.Relisting.NextRound(out var isDue);
            _isAsked = isDue;
            if (isDue)
            {
                (_notOlderThan, _version) = (_version, null);
            }

            var following = FollowThenWaitAsync(round.Token);
            await Task.WhenAny(following, called);
            await round.CancelAsync();
            await following;
        }
    }

    private async Task FollowThenWaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            var wait = await TryFollowAsync(time.GetTimestamp(), cancellationToken);
            await Task.Delay(wait, time, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // However a call ends that was cancelled, it is no error.
        }
    }

    /// <summary>Follows the server as long as that goes well.</summary>
    /// <returns>The wait before the next try.</returns>
    private async Task<TimeSpan> TryFollowAsync(long started, CancellationToken cancellationToken)
    {
        var from = _version;
        try
        {
            await FollowAsync(cancellationToken);
            ShowLife();
            var lived = time.GetElapsedTime(started);
            return lived < ShortWatch ? _backoff.Next(lived, HasAdvanced(from)) : TimeSpan.Zero;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            ShowLife();
            store.Relisting.Fail(e);
            var wait = _backoff.Next(time.GetElapsedTime(started), HasAdvanced(from));
            if (MustListAgain(e))
            {
                _version = null;
            }

            if (e is KubernetesException { RetryAfter: { } asked } && asked > wait)
            {
                wait = asked < LongestWait ? asked : LongestWait;
            }

            Report(e, wait);
            return wait;
        }
    }

    /// <summary>Whether a watch reported anything: the server ends the watches of clients that are slow in a flood of changes.</summary>
    private bool HasAdvanced(string? from) => from is not null && _version != from;

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        // Somebody waits for a list on demand: a stream may be as silent as the watch that it is to make up for.
        if (_version is null && !_isAsked && source.CanStream)
        {
            try
            {
                await FollowAsync(source.StreamAsync, [], cancellationToken);
                return;
            }
            catch (Exception e) when (_version is null && !cancellationToken.IsCancellationRequested)
            {
                source.StreamingFailed(e);
                Log.NoStreamingList(logger, EntityType<TEntity>.Kind, e.Message);
            }
        }

        if (_version is null)
        {
            var version = store.HasSynced ? _notOlderThan : "0";
            _notOlderThan = null;
            var list = _isAsked
                ? await _lister.ListInTimeAsync(version, cancellationToken)
                : await _lister.ListAsync(version, cancellationToken);
            Replace(list.Items, list.Metadata.ResourceVersion);
        }

        var from = _version!;
        await FollowAsync(token => source.WatchAsync(from, token), null, cancellationToken);
    }

    private async Task FollowAsync(
        Func<CancellationToken, IAsyncEnumerable<WatchEvent<TEntity>>> watch,
        Dictionary<EntityKey, TEntity>? initial,
        CancellationToken cancellationToken
    )
    {
        using var limit = new TimeLimit(initial is null ? source.LongestWatch : ListPatience, time, cancellationToken);
        try
        {
            await foreach (var item in watch(limit.Token))
            {
                ShowLife();
                if (initial is null)
                {
                    Apply(item);
                }
                else if (IsInitialEnd(item, initial))
                {
                    Replace(initial.Values, item.Entity.Metadata.ResourceVersion);
                    initial = null;
                    limit.Restart(source.LongestWatch);
                }
                else
                {
                    limit.Restart(ListPatience);
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsExceeded && initial is null)
        {
            // Quiet is normal. That the server forgot to end the watch is no reason to list: it goes on from its version.
            Log.Overdue(logger, EntityType<TEntity>.Kind);
        }
        catch (OperationCanceledException) when (limit.IsExceeded)
        {
            throw new StreamingListException();
        }

        if (initial is not null)
        {
            throw new IOException("the watch ended before the list was complete");
        }
    }

    private bool IsInitialEnd(WatchEvent<TEntity> item, Dictionary<EntityKey, TEntity> initial)
    {
        switch (item.Type)
        {
            case WatchEventType.Bookmark:
                return item.Entity.Metadata.Annotations?.ContainsKey(InitialEventsEnd) == true
                    ? true
                    : throw new StreamingListException();
            case WatchEventType.Deleted:
                initial.Remove(EntityKey.Of(item.Entity));
                return false;
            default:
                initial[EntityKey.Of(item.Entity)] = store.Known(item.Entity);
                return false;
        }
    }

    private void Replace(IReadOnlyCollection<TEntity> entities, string? version)
    {
        var first = !store.HasSynced;
        var changes = store.Replace(entities);
        _version = version;
        ShowLife();
        publish(changes);
        store.Relisting.Complete();
        if (first)
        {
            Log.Synced(logger, EntityType<TEntity>.Kind, entities.Count);
        }
        else if (changes.Count > 0)
        {
            Log.ListedAgain(logger, EntityType<TEntity>.Kind, entities.Count, changes.Count);
        }
    }

    private void Apply(WatchEvent<TEntity> item)
    {
        var change = item.Type switch
        {
            WatchEventType.Bookmark => null,
            WatchEventType.Deleted => store.Remove(item.Entity),
            _ => store.Put(item.Entity),
        };
        _version = item.Entity.Metadata.ResourceVersion ?? _version;
        if (change is { } known)
        {
            publish([known]);
        }

        if (_failures > 0)
        {
            Log.Back(logger, EntityType<TEntity>.Kind, _failures);
            _failures = 0;
        }
    }

    /// <summary>
    /// A refusal other than "too busy" may hide changes, as a removed and re-created CRD does. A version that the server
    /// never comes to, as after its storage was restored from a backup, would wait for ever.
    /// </summary>
    private static bool MustListAgain(Exception e) =>
        e is KubernetesException refusal
        && (
            refusal.IsGone
            || refusal.IsTooLargeVersion
            || refusal.StatusCode < HttpStatusCode.InternalServerError
                && refusal.StatusCode != HttpStatusCode.TooManyRequests
        );

    private void ShowLife() => Volatile.Write(ref _signOfLife, time.GetTimestamp());

    private void Report(Exception e, TimeSpan wait)
    {
        if (_failures++ == 0)
        {
            Log.Broke(logger, EntityType<TEntity>.Kind, wait, e.Message);
        }
        else
        {
            Log.StillBroken(logger, EntityType<TEntity>.Kind, _failures, wait, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Kind} cache is in sync with {Count} objects")]
        public static partial void Synced(ILogger logger, string kind, int count);

        [LoggerMessage(LogLevel.Information, "{Kind} listed again: {Count} objects, {Changes} changes were missed")]
        public static partial void ListedAgain(ILogger logger, string kind, int count, int changes);

        [LoggerMessage(LogLevel.Information, "{Kind} is watched again after {Attempts} attempts")]
        public static partial void Back(ILogger logger, string kind, int attempts);

        [LoggerMessage(LogLevel.Warning, "{Kind} cannot be watched, next try in {Wait}: {Reason}")]
        public static partial void Broke(ILogger logger, string kind, TimeSpan wait, string reason);

        [LoggerMessage(
            LogLevel.Debug,
            "{Kind} cannot be watched for the {Attempt}th time, next try in {Wait}: {Reason}"
        )]
        public static partial void StillBroken(ILogger logger, string kind, int attempt, TimeSpan wait, string reason);

        [LoggerMessage(LogLevel.Debug, "{Kind}: the server did not end the watch in time, it is opened again")]
        public static partial void Overdue(ILogger logger, string kind);

        [LoggerMessage(LogLevel.Debug, "{Kind} is listed in pages, the server did not stream the list: {Reason}")]
        public static partial void NoStreamingList(ILogger logger, string kind, string reason);
    }
}
