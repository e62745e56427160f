using BillingOperator.ControllerRuntime.Queueing;
using BillingOperator.Kubernetes.Entities;

namespace BillingOperator.ControllerRuntime.Tests.Queueing;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly EntityKey A = new("ns", "a");
    private static readonly EntityKey B = new("ns", "b");

    private readonly ManualTime _time = new();
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = new WorkQueue("test", _time, Meters.Runtime());

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task A_key_added_twice_is_taken_once()
    {
        _queue.Add(A);
        _queue.Add(A);
        _queue.Add(B);

        (await _queue.TakeAsync(default)).Should().Be(A);
        (await _queue.TakeAsync(default)).Should().Be(B);
        _queue.Depth.Should().Be(0);
    }

    [Fact]
    public async Task A_key_added_while_processed_runs_once_more_afterwards()
    {
        _queue.Add(A);
        await _queue.TakeAsync(default);
        _queue.Add(A);
        _queue.Add(A);
        _queue.Depth.Should().Be(0, "no other worker may take it now");

        _queue.Done(A);

        _queue.Depth.Should().Be(1);
        (await _queue.TakeAsync(default)).Should().Be(A);
        _queue.Done(A);
        _queue.Depth.Should().Be(0);
    }

    [Fact]
    public async Task A_waiting_worker_gets_a_key_at_once()
    {
        var take = _queue.TakeAsync(default).AsTask();
        take.IsCompleted.Should().BeFalse();

        _queue.Add(A);

        (await take.WaitAsync(TimeSpan.FromSeconds(5))).Should().Be(A);
    }

    [Fact]
    public void A_delayed_key_comes_when_its_time_has_come_and_not_before()
    {
        _queue.AddAfter(A, TimeSpan.FromSeconds(10));

        _time.Advance(TimeSpan.FromSeconds(9.999));
        _queue.Depth.Should().Be(0);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public void Of_two_delays_of_one_key_the_earlier_counts()
    {
        _queue.AddAfter(A, TimeSpan.FromSeconds(10));
        _queue.AddAfter(A, TimeSpan.FromSeconds(3));
        _queue.AddAfter(A, TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(3));
        _queue.Depth.Should().Be(1);
        _queue.Delayed.Should().Be(0);
        _time.Advance(TimeSpan.FromSeconds(60));
        _queue.Depth.Should().Be(1);
    }

    [Fact]
    public void Delayed_keys_cost_one_timer_and_no_polling()
    {
        for (var i = 1; i <= 100; i++)
        {
            _queue.AddAfter(new EntityKey("ns", $"{i}"), TimeSpan.FromHours(i));
        }

        _time.Advance(TimeSpan.FromMinutes(59));
        _time.TimersSet.Should().Be(1);
        _time.Advance(TimeSpan.FromHours(100));
        _queue.Depth.Should().Be(100);
        // One setting a key, and one a day at most for those that are further away than a timer may be.
        _time.TimersSet.Should().BeLessThan(110);
    }

    [Fact]
    public void Retries_of_one_key_double_from_5_ms_to_1000_s_and_never_end()
    {
        var waits = Enumerable.Range(0, 40).Select(_ => _queue.RetrySoon(A)).ToList();

        waits[0].Should().Be(TimeSpan.FromMilliseconds(5));
        waits[1].Should().Be(TimeSpan.FromMilliseconds(10));
        waits[10].Should().Be(TimeSpan.FromMilliseconds(5 * 1024));
        waits[39].Should().Be(TimeSpan.FromSeconds(1000));
        _queue.Failures(A).Should().Be(40);
        _queue.RetrySoon(B).Should().Be(TimeSpan.FromMilliseconds(5), "each key has its own backoff");
    }

    [Fact]
    public void A_forgotten_key_starts_its_backoff_again()
    {
        _queue.Retry(A);
        _queue.Retry(A);
        _queue.Forget(A);

        _queue.Retry(A).Should().Be(TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public void All_retries_together_come_at_10_a_second_after_a_burst_of_100()
    {
        var waits = Enumerable.Range(0, 120).Select(i => _queue.Retry(new EntityKey("ns", $"{i}"))).ToList();

        waits.Take(100).Should().OnlyContain(wait => wait == TimeSpan.FromMilliseconds(5));
        waits[100].Should().BeCloseTo(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1));
        waits[119].Should().BeCloseTo(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(1));

        _time.Advance(TimeSpan.FromSeconds(5));
        _queue.Retry(A).Should().Be(TimeSpan.FromMilliseconds(5), "the bucket has filled again");
    }

    [Fact]
    public async Task Stopping_ends_when_the_last_running_key_is_done_and_hands_out_no_more()
    {
        _queue.Add(A);
        _queue.Add(B);
        await _queue.TakeAsync(default);
        var waiting = new WorkQueue("other", _time, Meters.Runtime());
        var take = waiting.TakeAsync(default).AsTask();

        var stop = _queue.StopAsync();
        await waiting.StopAsync();

        (await take.WaitAsync(TimeSpan.FromSeconds(5))).Should().BeNull("waiting workers are let go");
        stop.IsCompleted.Should().BeFalse();
        (await _queue.TakeAsync(default)).Should().BeNull();
        _queue.Done(A);
        await stop.WaitAsync(TimeSpan.FromSeconds(5));
        _queue.AddAfter(A, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));
        (await _queue.TakeAsync(default)).Should().BeNull();
    }
}
