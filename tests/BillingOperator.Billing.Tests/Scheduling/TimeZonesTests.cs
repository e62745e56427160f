using BillingOperator.Billing.Scheduling;

namespace BillingOperator.Billing.Tests.Scheduling;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("Etc/UTC")]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("America/Port-au-Prince")]
    [InlineData("Etc/GMT+1")]
    public void IANA_ids_are_found(string id)
    {
        TimeZones.TryFind(id, out var zone).Should().BeTrue();
        zone!.Id.Should().BeOneOf(id, "UTC");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Berlin")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("Local")]
    [InlineData("localtime")]
    [InlineData("right/Europe/Berlin")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("../zoneinfo/Europe/Berlin")]
    [InlineData("/etc/localtime")]
    [InlineData("Europe")]
    [InlineData("leapseconds")]
    [InlineData("Factory")]
    [InlineData("+01:00")]
    public void Anything_else_is_refused(string id) => TimeZones.TryFind(id, out _).Should().BeFalse();

    [Theory]
    [InlineData("Europe//Berlin")]
    [InlineData("Europe/Berlin/")]
    [InlineData("/Europe/Berlin")]
    [InlineData("Europe/./Berlin")]
    [InlineData("Europe/../Europe/Berlin")]
    [InlineData("europe/berlin")]
    [InlineData("EUROPE/BERLIN")]
    [InlineData(" Europe/Berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("Europe/Berlin\n")]
    [InlineData("Etc/UTC ")]
    [InlineData("etc/utc")]
    [InlineData("utc")]
    public void A_second_spelling_of_a_zone_is_refused_whatever_was_asked_before(string id)
    {
        TimeZones.TryFind("Europe/Berlin", out _).Should().BeTrue();

        TimeZones.TryFind(id, out _).Should().BeFalse();
    }

    [Fact]
    public void An_event_without_a_zone_is_in_UTC() => TimeZones.Find(null).Should().Be(TimeZoneInfo.Utc);
}
