using BillingOperator.Controllers.Events;

namespace BillingOperator.Controllers.Tests.Events;

public sealed class RetryDelayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(48, false)]
    [InlineData(3600, true)]
    public void A_wait_is_over_when_its_time_has_come_or_the_clock_was_set_back(int seconds, bool isOver) =>
        RetryDelay.IsOver(Now.AddSeconds(seconds), Now).Should().Be(isOver);

    [Fact]
    public void No_delay_is_taken_for_a_clock_that_was_set_back() =>
        Enumerable
            .Range(1, 100)
            .Should()
            .OnlyContain(attempts => !RetryDelay.IsOver(Now + RetryDelay.After(attempts, attempts % 2 == 0), Now));
}
