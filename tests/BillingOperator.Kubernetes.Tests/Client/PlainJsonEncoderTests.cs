using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Kubernetes.Client;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

public sealed class PlainJsonEncoderTests
{
    private static readonly JsonSerializerOptions Json = EntityJson.Options([WidgetJsonContext.Default]);

    [Theory]
    [InlineData("2026-11-26 🚀")]
    [InlineData("SRC-𠮷")]
    [InlineData("😀")]
    [InlineData("Zürich, 東京")]
    [InlineData("<a href='&'>+")]
    public async Task Text_goes_out_as_it_is(string text)
    {
        var widget = new Widget
        {
            Metadata = new V1ObjectMeta { Name = text },
            Status = new WidgetStatus { Note = text },
        };
        var typeInfo = (JsonTypeInfo<Widget>)Json.GetTypeInfo(typeof(Widget));

        using var status = new StatusContent<Widget>(widget, typeInfo);
        using var whole = new EntityContent<Widget>(widget, typeInfo);

        (await status.ReadAsStringAsync()).Should().Contain($"\"note\":\"{text}\"");
        (await whole.ReadAsStringAsync()).Should().Contain($"\"note\":\"{text}\"").And.Contain($"\"name\":\"{text}\"");
    }

    [Theory]
    [InlineData("\"\\\n\r\t", "\\\"\\\\\\n\\r\\t")]
    [InlineData("\0\u0007\u001b", "\\u0000\\u0007\\u001b")]
    [InlineData("\u007f\u0085\u009f", "\\u007f\\u0085\\u009f")]
    [InlineData("\u2028\u2029\ufeff", "\\u2028\\u2029\\ufeff")]
    public void What_YAML_cannot_hold_is_escaped(string text, string written) =>
        JsonSerializer.Serialize(new WidgetStatus { Note = text }, Json).Should().Contain($"\"note\":\"{written}\"");

    [Fact]
    public void Half_a_character_is_replaced() =>
        JsonSerializer
            .Serialize(new WidgetStatus { Note = "\ude80 first, \ud83d of one, \ud83d" }, Json)
            .Should()
            .Contain("\"note\":\"\ufffd first, \ufffd of one, \ufffd\"");

    [Fact]
    public void Every_character_is_read_back_as_it_was()
    {
        var all = new StringBuilder();
        for (var code = 0; code <= 0x10FFFF; code++)
        {
            if (Rune.IsValid(code))
            {
                all.Append(new Rune(code).ToString());
            }
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(new WidgetStatus { Note = all.ToString() }, Json);

        JsonSerializer.Deserialize<WidgetStatus>(json, Json)!.Note.Should().Be(all.ToString());
        Encoding.UTF8.GetString(json).Should().NotContain("\\ud8").And.NotContain("\\ude");
    }
}
