using BillingOperator.ControllerRuntime.Leading;

namespace BillingOperator.ControllerRuntime.Tests.Leading;

public sealed class LeaseTermTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();
    private readonly LeaseTerm _term;

    public LeaseTermTests() => _term = new LeaseTerm(_time);

    [Fact]
    public void Before_its_term_a_replica_does_not_lead_but_may_ask_the_server()
    {
        _term.TimeLeft.Should().Be(TimeSpan.Zero);
        _term.AllowsSending.Should().BeTrue();
    }

    [Fact]
    public void It_is_measured_from_when_the_renewal_was_sent()
    {
        var sent = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(3));

        _term.TryExtend(sent, Length).Should().BeTrue();

        _term.TimeLeft.Should().Be(TimeSpan.FromSeconds(7));
        _term.AllowsSending.Should().BeTrue();
    }

    [Fact]
    public void Once_it_has_run_out_nothing_is_sent_and_no_late_answer_brings_it_back()
    {
        _term.TryExtend(_time.GetTimestamp(), Length);
        var sent = _time.GetTimestamp();
        _time.Advance(Length);

        _term.AllowsSending.Should().BeFalse();
        _term.TryExtend(sent + 1, Length).Should().BeFalse();
        _term.TimeLeft.Should().Be(TimeSpan.Zero);
        _term.AllowsSending.Should().BeFalse();
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 5)]
    [InlineData(true, 10)]
    public void After_its_end_the_lease_may_be_released_only_where_it_was_still_held_and_nothing_writes(
        bool inGoodOrder,
        int seconds
    )
    {
        _term.TryExtend(_time.GetTimestamp(), Length);
        _time.Advance(TimeSpan.FromSeconds(seconds));

        _term.End(inGoodOrder);

        _term.TimeLeft.Should().Be(TimeSpan.Zero);
        _term.AllowsSending.Should().Be(inGoodOrder && seconds < 10);
    }
}
