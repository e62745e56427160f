using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

public sealed class EntityDecoderTests
{
    private const string Known = """{"metadata":{"name":"known"},"spec":{"size":1},"status":{"phase":"Ready"}}""";
    private const string Strange = """{"metadata":{"name":"strange"},"spec":{"size":2},"status":{"phase":{"of":7}}}""";
    private const string Incomplete = """{"metadata":{"name":"part"},"status":{"conditions":[{"type":"Ready"}]}}""";
    private const string Faulty = """{"metadata":{"name":"faulty"},"spec":{"size":"large"}}""";

    private static readonly JsonTypeInfo<Widget> TypeInfo =
        (JsonTypeInfo<Widget>)EntityJson.Options([WidgetJsonContext.Default]).GetTypeInfo(typeof(Widget));

    [Fact]
    public async Task A_status_of_another_shape_hides_no_object_of_a_list()
    {
        var list = await ListAsync(Known, Strange, Incomplete);

        list.Select(widget => $"{widget.Metadata.Name} {widget.Spec.Size} {widget.Status?.Phase}")
            .Should()
            .Equal("known 1 Ready", "strange 2 ", "part  ");
        list[2].Status.Should().BeNull();
    }

    [Fact]
    public async Task A_status_of_another_shape_breaks_no_watch()
    {
        using var stream = Stream($$"""{"type":"MODIFIED","object":{{Strange}}}""" + "\n");
        List<Widget> seen = [];
        await foreach (var change in new WatchEventReader<Widget>(stream, TypeInfo).ReadAllAsync(default))
        {
            seen.Add(change.Entity);
        }

        seen.Should().ContainSingle().Which.Spec.Size.Should().Be(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"example.com/mine\":\"kept\"")]
    public async Task What_only_kubectl_reads_of_an_object_is_not_kept(string mine)
    {
        const string LastApplied = """
            "kubectl.kubernetes.io/last-applied-configuration":"{}"
            """;
        const string Managed = """
            "managedFields":[{"manager":"kubectl","time":"2026-11-30T23:59:59Z","fieldsV1":{"f:spec":{}}}]
            """;

        var list = await ListAsync("{\"metadata\":{" + Managed + ",\"annotations\":{" + LastApplied + mine + "}}}");

        list[0].Metadata.ManagedFields.Should().BeNull();
        list[0].GetAnnotation("example.com/mine").Should().Be(mine.Length > 0 ? "kept" : null);
        (list[0].Metadata.Annotations?.Count).Should().Be(mine.Length > 0 ? 1 : null);
    }

    [Fact]
    public async Task Anything_else_that_is_not_what_it_should_be_is_told()
    {
        var read = () => ListAsync(Known, Faulty);

        await read.Should().ThrowAsync<JsonException>();
    }

    private static async Task<IReadOnlyList<Widget>> ListAsync(params string[] items)
    {
        using var stream = Stream($$"""{"metadata":{"resourceVersion":"7"},"items":[{{string.Join(',', items)}}]}""");
        return (await new ListReader<Widget>(stream, TypeInfo, widget => widget).ReadAsync(default)).Items;
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
