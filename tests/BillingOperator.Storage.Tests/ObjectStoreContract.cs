using System.Text;
using BillingOperator.Billing.ObjectStores;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests;

/// <summary>What every object store does, whatever is behind it.</summary>
public abstract class ObjectStoreContract
{
    /// <summary>A store with nothing in it.</summary>
    protected abstract Task<IObjectStore> EmptyStoreAsync();

    [Fact]
    public async Task What_was_put_is_read_back_byte_for_byte()
    {
        var store = await EmptyStoreAsync();
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        // A part of a larger array: only that part is the content.
        var content = bytes.AsMemory(1000, 200_000);
        var sha256 = System.Security.Cryptography.SHA256.HashData(content.Span);

        var outcome = await store.PutAsync(new("a/b.bin", content, "text/csv", sha256, PutCondition.None), default);

        outcome.Should().Be(PutOutcome.Stored);
        (await store.GetAsync("a/b.bin", default))!.Content.ToArray().Should().Equal(content.ToArray());
    }

    [Fact]
    public async Task An_object_without_content_is_an_object()
    {
        var store = await EmptyStoreAsync();
        await store.PutAsync(Item("empty", ""), default);
        (await store.TextAsync("empty")).Should().BeEmpty();
        (await store.ListedAsync("")).Should().ContainSingle().Which.Size.Should().Be(0);
    }

    [Fact]
    public async Task Nothing_is_read_where_nothing_was_put()
    {
        var store = await EmptyStoreAsync();
        (await store.GetAsync("a/b", default)).Should().BeNull();
        (await store.ListedAsync("a/")).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_condition_the_last_write_counts()
    {
        var store = await EmptyStoreAsync();
        await store.PutAsync(Item("a", "1"), default);
        await store.PutAsync(Item("a", "2"), default);
        (await store.TextAsync("a")).Should().Be("2");
    }

    [Fact]
    public async Task If_absent_writes_once_and_never_over()
    {
        var store = await EmptyStoreAsync();
        (await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
        (await store.PutAsync(Item("a", "2", PutCondition.IfAbsent), default))
            .Should()
            .Be(PutOutcome.PreconditionFailed);
        (await store.TextAsync("a")).Should().Be("1");
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_wins_and_its_content_stays()
    {
        var store = await EmptyStoreAsync();
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(writer =>
                    Task.Run(() => store.PutAsync(Item("a", $"writer {writer}", PutCondition.IfAbsent), default))
                )
        );
        outcomes.Should().ContainSingle(outcome => outcome == PutOutcome.Stored);
        (await store.TextAsync("a")).Should().Be($"writer {Array.IndexOf(outcomes, PutOutcome.Stored)}");
    }

    [Fact]
    public async Task If_match_writes_over_the_object_that_was_read_and_no_other()
    {
        var store = await EmptyStoreAsync();
        await store.PutAsync(Item("latest", "1"), default);
        for (var round = 2; round < 5; round++)
        {
            var read = (await store.GetAsync("latest", default))!;
            var next = Item("latest", $"{round}", PutCondition.IfMatch(read.ETag));
            (await store.PutAsync(next, default)).Should().Be(PutOutcome.Stored);
            var stale = Item("latest", "stale", PutCondition.IfMatch(read.ETag));
            (await store.PutAsync(stale, default)).Should().Be(PutOutcome.PreconditionFailed);
            (await store.TextAsync("latest")).Should().Be($"{round}");
        }
    }

    [Fact]
    public async Task If_match_writes_nothing_where_there_is_no_object()
    {
        var store = await EmptyStoreAsync();
        var item = Item("latest", "1", PutCondition.IfMatch("\"0123456789abcdef0123456789abcdef\""));
        (await store.PutAsync(item, default)).Should().Be(PutOutcome.PreconditionFailed);
        (await store.GetAsync("latest", default)).Should().BeNull();
    }

    [Fact]
    public async Task Listing_shows_what_starts_with_the_prefix_in_the_order_of_bytes()
    {
        var store = await EmptyStoreAsync();
        string[] keys =
        [
            "p/a.json",
            "p/a/b/c.json",
            "p/a/b.json",
            "p/a-",
            "p/aa",
            "p/A",
            "p/ü 1+2%20",
            "p/\uffee",
            "p/\U0001f600",
            "p2/x",
            "q",
        ];
        foreach (var key in keys)
        {
            await store.PutAsync(Item(key, key), default);
        }

        (await Keys("p/a")).Should().Equal("p/a-", "p/a.json", "p/a/b.json", "p/a/b/c.json", "p/aa");
        (await Keys("p/a/b.")).Should().Equal("p/a/b.json");
        (await Keys("nothing")).Should().BeEmpty();
        (await Keys("")).Should().Equal(keys.OrderBy(Utf8Hex, StringComparer.Ordinal));
        (await store.ListedAsync("q")).Should().ContainSingle().Which.Size.Should().Be(1);

        async Task<IEnumerable<string>> Keys(string prefix) =>
            (await store.ListedAsync(prefix)).Select(listed => listed.Key);
        static string Utf8Hex(string key) => Convert.ToHexString(Encoding.UTF8.GetBytes(key));
    }

    [Fact]
    public async Task A_cancelled_call_stops()
    {
        var store = await EmptyStoreAsync();
        var cancelled = new CancellationToken(canceled: true);
        Func<Task> put = () => store.PutAsync(Item("a", "1"), cancelled);
        await put.Should().ThrowAsync<OperationCanceledException>();
    }
}
