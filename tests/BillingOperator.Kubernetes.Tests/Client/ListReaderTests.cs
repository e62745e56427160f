using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using FsCheck;
using FsCheck.Fluent;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

public sealed class ListReaderTests
{
    private static readonly JsonTypeInfo<V1Lease> TypeInfo =
        (JsonTypeInfo<V1Lease>)EntityJson.Options([]).GetTypeInfo(typeof(V1Lease));

    private const string Metadata = """{"resourceVersion":"7","continue":"next"}""";

    [Fact]
    public void However_the_bytes_arrive_the_list_is_the_same()
    {
        var lists =
            from names in Gen.Elements("a", "Zürich", "東京", "🧾", "]}", "\"quoted\"", new string('x', 40_000))
                .ListOf()
            from itemsFirst in Gen.Elements(true, false)
            from sizes in Gen.Choose(1, 3_000).NonEmptyListOf()
            select (Names: names.ToList(), ItemsFirst: itemsFirst, Sizes: sizes.ToList());

        Prop.ForAll(
                lists.ToArbitrary(),
                list =>
                {
                    var read = ReadAsync(Json(list.Names, list.ItemsFirst), list.Sizes).GetAwaiter().GetResult();
                    return read.Items.Select(e => e.Metadata.Name).SequenceEqual(list.Names)
                        && read.Metadata is { ResourceVersion: "7", ContinueProperty: "next" };
                }
            )
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task An_empty_list_may_be_null()
    {
        var list = await ReadAsync($$"""{"metadata":{{Metadata}},"items":null}""");

        list.Items.Should().BeEmpty();
        list.Metadata.ResourceVersion.Should().Be("7");
    }

    [Fact]
    public async Task What_is_not_known_is_passed_over()
    {
        var list = await ReadAsync(
            $$"""{"x":{"items":[7],"metadata":7},"kind":"LeaseList","items":[{"y":[]}],"metadata":{{Metadata}},"z":[{}]}"""
        );

        list.Items.Should().ContainSingle();
        list.Metadata.ResourceVersion.Should().Be("7");
    }

    [Fact]
    public async Task A_list_holds_what_is_kept_in_the_place_of_each_object()
    {
        var known = new V1Lease { Metadata = new V1ObjectMeta { Name = "known" } };

        var list = await ReadAsync(Json(["a", "known"]), keep: lease => lease.Metadata.Name == "known" ? known : lease);

        list.Items.Should().HaveCount(2);
        list.Items[1].Should().BeSameAs(known);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("null")]
    [InlineData("""{"metadata":{}}""")]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":{},"metadata":{}}""")]
    [InlineData("""{"items":[null],"metadata":{}}""")]
    [InlineData("""{"items":[7],"metadata":{}}""")]
    [InlineData("""{"items":[{"metadata":7}],"metadata":{}}""")]
    [InlineData("""{"items":[],"metadata":7}""")]
    [InlineData("""{"items":[],"metadata":{}""")]
    [InlineData("""{"items":[{}""")]
    public async Task What_is_no_list_does_not_pass_for_an_empty_one(string answer)
    {
        var act = () => ReadAsync(answer);

        await act.Should().ThrowAsync<JsonException>();
    }

    private static string Json(IEnumerable<string> names, bool itemsFirst = true)
    {
        var items = string.Join(
            ',',
            names.Select(name => $$"""{"metadata":{"name":"{{JsonEncodedText.Encode(name)}}"} }""")
        );
        return itemsFirst
            ? $$"""{"items":[{{items}}],"metadata":{{Metadata}}}""" + "\n"
            : $$"""{"metadata":{{Metadata}},"items":[{{items}}]}""";
    }

    private static async Task<EntityList<V1Lease>> ReadAsync(
        string json,
        IReadOnlyList<int>? sizes = null,
        Func<V1Lease, V1Lease>? keep = null
    )
    {
        using var stream = new ChunkedStream(Encoding.UTF8.GetBytes(json), sizes ?? [7, 100]);
        var reader = new ListReader<V1Lease>(stream, TypeInfo, keep ?? (lease => lease));
        return await reader.ReadAsync(CancellationToken.None);
    }
}
