using System.Text;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Client;
using FsCheck;
using FsCheck.Fluent;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

public sealed class WatchEventReaderTests
{
    private static readonly JsonTypeInfo<V1Lease> TypeInfo =
        (JsonTypeInfo<V1Lease>)EntityJson.Options([]).GetTypeInfo(typeof(V1Lease));

    private const string Added = """{"type":"ADDED","object":{"metadata":{"name":"a"}}}""";

    [Fact]
    public void However_the_bytes_arrive_the_events_are_the_same()
    {
        var watches =
            from names in Gen.Elements("a", "Zürich", "東京", "🧾", "line\nbreak", new string('x', 40_000))
                .NonEmptyListOf()
            from sizes in Gen.Choose(1, 3_000).NonEmptyListOf()
            select (Names: names.ToList(), Sizes: sizes.ToList());

        Prop.ForAll(
                watches.ToArbitrary(),
                watch =>
                {
                    var stream = string.Concat(watch.Names.Select(name => Line("MODIFIED", name)));
                    var events = ReadAsync(stream, watch.Sizes).GetAwaiter().GetResult();
                    return events.Select(e => e.Entity.Metadata.Name).SequenceEqual(watch.Names);
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("ADDED", WatchEventType.Added)]
    [InlineData("MODIFIED", WatchEventType.Modified)]
    [InlineData("DELETED", WatchEventType.Deleted)]
    [InlineData("BOOKMARK", WatchEventType.Bookmark)]
    public async Task Every_type_is_known(string type, WatchEventType expected)
    {
        var events = await ReadAsync(Line(type, "a"));

        events.Should().ContainSingle().Which.Type.Should().Be(expected);
    }

    [Fact]
    public async Task The_object_may_come_before_the_type_and_unknown_fields_between()
    {
        var events = await ReadAsync(
            """{"object":{"metadata":{"name":"a"}},"x":{"type":"no"},"type":"DELETED"}""" + "\n"
        );

        events.Should().ContainSingle().Which.Type.Should().Be(WatchEventType.Deleted);
        events[0].Entity.Metadata.Name.Should().Be("a");
    }

    [Fact]
    public async Task An_object_of_five_megabytes_is_read()
    {
        var events = await ReadAsync(Line("ADDED", new string('x', 5_000_000)), [65_536]);

        events.Should().ContainSingle().Which.Entity.Metadata.Name.Should().HaveLength(5_000_000);
    }

    [Fact]
    public async Task An_error_event_throws_what_the_server_said_after_the_events_before_it()
    {
        const string gone =
            """{"type":"ERROR","object":{"kind":"Status","status":"Failure","reason":"Expired","message":"too old","code":410}}""";
        var seen = new List<WatchEvent<V1Lease>>();

        var act = async () => await ReadAsync($"{Added}\n{gone}\n", into: seen);

        var thrown = await act.Should().ThrowAsync<KubernetesException>();
        thrown.Which.IsGone.Should().BeTrue();
        thrown.Which.Status.Message.Should().Be("too old");
        seen.Should().ContainSingle();
    }

    [Fact]
    public async Task A_stream_that_ends_within_an_event_is_a_break()
    {
        var seen = new List<WatchEvent<V1Lease>>();

        var act = async () => await ReadAsync($"{Added}\n{Added[..^1]}", into: seen);

        await act.Should().ThrowAsync<IOException>();
        seen.Should().ContainSingle();
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""{"type":"NEW","object":{}}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":7}}""")]
    public async Task What_is_no_event_is_a_break(string line)
    {
        var act = async () => await ReadAsync(line + "\n");

        await act.Should().ThrowAsync<IOException>().WithMessage("The watch of V1Lease*");
    }

    [Fact]
    public async Task Managed_fields_cost_no_memory()
    {
        const int count = 200;
        var owners = string.Join(',', Enumerable.Repeat("""{"manager":"m","fieldsV1":{"f:a":{}}}""", 200));
        var heavy = Added.Replace("\"a\"", $"\"a\",\"managedFields\":[{owners}]", StringComparison.Ordinal);

        var without = await AllocatedAsync(string.Concat(Enumerable.Repeat(Added + "\n", count)));
        var with = await AllocatedAsync(string.Concat(Enumerable.Repeat(heavy + "\n", count)));

        // 200 entries of at least 20 bytes, decoded, would be some 4,000 bytes an event and more.
        ((with - without) / count)
            .Should()
            .BeLessThan(500);
    }

    private static async Task<long> AllocatedAsync(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        await ReadAsync(bytes, [bytes.Length], []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await ReadAsync(bytes, [bytes.Length], []);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Line(string type, string name)
    {
        var escaped = name.Replace("\n", "\\n", StringComparison.Ordinal);
        return $"{{\"type\":\"{type}\",\"object\":{{\"metadata\":{{\"name\":\"{escaped}\"}}}}}}\n";
    }

    private static async Task<List<WatchEvent<V1Lease>>> ReadAsync(
        string stream,
        IReadOnlyList<int>? sizes = null,
        List<WatchEvent<V1Lease>>? into = null
    )
    {
        into ??= [];
        await ReadAsync(Encoding.UTF8.GetBytes(stream), sizes ?? [7, 100], into);
        return into;
    }

    private static async Task ReadAsync(byte[] bytes, IReadOnlyList<int> sizes, List<WatchEvent<V1Lease>> into)
    {
        using var stream = new ChunkedStream(bytes, sizes);
        var reader = new WatchEventReader<V1Lease>(stream, TypeInfo);
        await foreach (var watchEvent in reader.ReadAllAsync(CancellationToken.None))
        {
            into.Add(watchEvent);
        }
    }
}
