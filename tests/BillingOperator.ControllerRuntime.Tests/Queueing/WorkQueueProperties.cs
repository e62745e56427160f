using System.Collections.Concurrent;
using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;
using BillingOperator.TestEnvironment;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.ControllerRuntime.Tests.Queueing;

public sealed class WorkQueueProperties
{
    private const int Keys = 4;

    [Fact]
    public void No_sequence_of_steps_loses_a_key_or_gives_it_to_two_workers()
    {
        var step = Gen.Choose(0, 5).SelectMany(_ => Gen.Choose(0, Keys - 1), (what, which) => (what, which));
        Prop.ForAll(step.ListOf().ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public async Task No_race_between_workers_loses_a_key_or_gives_it_to_two()
    {
        using var queue = new WorkQueue("test", TimeProvider.System, Meters.Runtime());
        var wanted = new ConcurrentDictionary<EntityKey, int>();
        var seen = new ConcurrentDictionary<EntityKey, int>();
        var held = new ConcurrentDictionary<EntityKey, bool>();
        var overlaps = 0;

        var workers = Enumerable.Range(0, 8).Select(_ => Task.Run(WorkAsync)).ToList();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Produce(new Random(seed)))));
        await Eventually.TrueAsync(
            () => wanted.All(entry => seen.GetValueOrDefault(entry.Key) == entry.Value),
            "the last change of each key was seen"
        );
        await queue.StopAsync();
        await Task.WhenAll(workers);
        overlaps.Should().Be(0);

        async Task WorkAsync()
        {
            while (await queue.TakeAsync(default) is { } key)
            {
                if (!held.TryAdd(key, true))
                {
                    Interlocked.Increment(ref overlaps);
                }

                seen[key] = wanted[key];
                await Task.Yield();
                held.TryRemove(key, out _);
                queue.Done(key);
            }
        }

        void Produce(Random random)
        {
            for (var i = 0; i < 5000; i++)
            {
                var key = new EntityKey("ns", $"{random.Next(20)}");
                wanted.AddOrUpdate(key, 1, static (_, count) => count + 1);
                if (random.Next(4) == 0)
                {
                    queue.AddAfter(key, TimeSpan.FromMilliseconds(random.Next(3)));
                }
                else
                {
                    queue.Add(key);
                }
            }
        }
    }

    private static bool Holds(IList<(int What, int Which)> steps)
    {
        var time = new ManualTime();
        using var queue = new WorkQueue("test", time, Meters.Runtime());
        HashSet<EntityKey> due = [];
        HashSet<EntityKey> processing = [];
        foreach (var (what, which) in steps)
        {
            var key = new EntityKey("ns", $"{which}");
            switch (what)
            {
                case 0:
                    queue.Add(key);
                    due.Add(key);
                    break;
                case 1:
                    queue.AddAfter(key, TimeSpan.FromSeconds(which));
                    due.Add(key);
                    break;
                case 2:
                    queue.Retry(key);
                    due.Add(key);
                    break;
                case 3 when processing.Remove(key):
                    queue.Done(key);
                    break;
                case 4:
                    time.Advance(TimeSpan.FromSeconds(which));
                    break;
                case 5 when queue.Depth > 0 && !Take():
                    return false;
            }
        }

        // However it went, all that was added is taken in the end.
        time.Advance(TimeSpan.FromHours(10));
        foreach (var key in processing.ToList())
        {
            processing.Remove(key);
            queue.Done(key);
        }

        while (queue.Depth > 0)
        {
            if (!Take())
            {
                return false;
            }
        }

        return due.Count == 0;

        bool Take()
        {
            var take = queue.TakeAsync(default);
            var key = take.IsCompleted ? take.Result!.Value : throw new InvalidOperationException("no key was ready");
            due.Remove(key);
            return processing.Add(key);
        }
    }
}
