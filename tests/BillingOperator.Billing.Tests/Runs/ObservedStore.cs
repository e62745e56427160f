using System.Collections.Concurrent;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>Stands in front of a real store: counts what goes through, and puts in faults before or after it.</summary>
internal sealed class ObservedStore(IObjectStore inner) : IObjectStore
{
    private readonly ConcurrentQueue<string> _puts = new();
    private readonly ConcurrentQueue<string> _gets = new();
    private int _calls;

    /// <summary>Called before every call, with its number from 0 and what it is; throws to refuse it.</summary>
    public Action<int, string> Before { get; set; } = (_, _) => { };

    /// <summary>Called after the store did the work; throws to lose the answer.</summary>
    public Action<int, string> After { get; set; } = (_, _) => { };

    /// <summary>Changes what a listing shows.</summary>
    public Func<StoredObject, StoredObject> Listed { get; set; } = item => item;

    /// <summary>Changes what is read.</summary>
    public Func<string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Got { get; set; } = (_, content) => content;

    /// <summary>Keys of which every conditional write is refused.</summary>
    public Func<string, bool> Refuse { get; set; } = _ => false;

    /// <summary>Keys that were read, in order.</summary>
    public IReadOnlyCollection<string> Gets => _gets;

    /// <summary>Keys that were put, in order, whatever came of it.</summary>
    public IReadOnlyCollection<string> Puts => _puts;

    /// <summary>How many calls went through.</summary>
    public int Calls => _calls;

    public async IAsyncEnumerable<StoredObject> ListAsync(
        string prefix,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var number = Enter($"LIST {prefix}");
        await foreach (var item in inner.ListAsync(prefix, cancellationToken))
        {
            yield return Listed(item);
        }
        After(number, $"LIST {prefix}");
    }

    public async Task<RetrievedObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var number = Enter($"GET {key}");
        _gets.Enqueue(key);
        var found = await inner.GetAsync(key, cancellationToken);
        After(number, $"GET {key}");
        return found is null ? null : found with { Content = Got(key, found.Content) };
    }

    public async Task<PutOutcome> PutAsync(ObjectToPut item, CancellationToken cancellationToken)
    {
        var number = Enter($"PUT {item.Key}");
        _puts.Enqueue(item.Key);
        var outcome =
            Refuse(item.Key) && item.Condition != PutCondition.None
                ? PutOutcome.PreconditionFailed
                : await inner.PutAsync(item, cancellationToken);
        After(number, $"PUT {item.Key}");
        return outcome;
    }

    private int Enter(string call)
    {
        var number = Interlocked.Increment(ref _calls) - 1;
        Before(number, call);
        return number;
    }
}
