using System.Text;
using BillingOperator.ControllerRuntime.Eventing;

namespace BillingOperator.ControllerRuntime.Tests.Eventing;

public sealed class EventTextTests
{
    [Theory]
    [InlineData("a", 1024)]
    [InlineData("é", 1024)]
    [InlineData("€", 1023)]
    [InlineData("😀", 1024)]
    public void A_note_is_cut_to_1024_bytes_between_characters(string character, int bytes)
    {
        var note = EventText.Note(string.Concat(Enumerable.Repeat(character, 2000)));

        Encoding.UTF8.GetByteCount(note).Should().Be(bytes);
        note.EnumerateRunes().Should().OnlyContain(rune => rune.ToString() == character);
    }

    [Fact]
    public void A_short_note_stays_as_it_is() => EventText.Note("as it is").Should().Be("as it is");

    [Fact]
    public void A_cut_name_ends_a_part_as_names_may()
    {
        var longest = 253 - 33;
        var regarding = new string('n', longest - 2) + "-." + new string('n', 30);

        EventText.Name(regarding).Should().MatchRegex("^n+[.][0-9a-f]{32}$");
    }

    [Fact]
    public void An_instance_is_cut_by_bytes_between_characters() =>
        EventText.Instance(new string('é', 100)).Should().Be(new string('é', 64));

    [Fact]
    public void Names_differ_and_are_not_too_long()
    {
        var regarding = new string('n', 253);

        EventText.Name(regarding).Should().HaveLength(253).And.NotBe(EventText.Name(regarding));
    }
}
