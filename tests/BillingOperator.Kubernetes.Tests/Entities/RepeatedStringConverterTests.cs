using System.Text.Json;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Entities;

public sealed class RepeatedStringConverterTests
{
    private static readonly JsonSerializerOptions Json = EntityJson.Options([]);

    [Fact]
    public void Equal_strings_of_two_objects_are_one_instance()
    {
        var (one, other) = (Read("\"some-namespace\""), Read("\"some-namespace\""));

        one.Should().Be("some-namespace");
        other.Should().BeSameAs(one);
    }

    [Fact]
    public void However_many_different_strings_there_are_each_is_read_as_it_is()
    {
        string[] texts = [.. Enumerable.Range(0, 5_000).Select(i => $"text-{i % 3_000}"), "", "Zürich", "a\nb", "東京"];

        texts.Select(text => Read(JsonSerializer.Serialize(text))).Should().Equal(texts);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("true")]
    [InlineData("{}")]
    public void What_is_no_string_is_refused_also_after_a_string_that_looks_the_same(string json)
    {
        Read($"\"{json}\"");

        var act = () => Read(json);

        act.Should().Throw<JsonException>();
    }

    private static string? Read(string json) =>
        JsonSerializer.Deserialize<V1ObjectMeta>($$"""{"namespace":{{json}}}""", Json)!.NamespaceProperty;
}
