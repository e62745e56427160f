using BillingOperator.Api.Events;
using BillingOperator.Api.Settings;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.Controllers.Conditions;
using BillingOperator.TestEnvironment.Logging;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Tests.Conditions;

public sealed class ReadyReporterTests
{
    private readonly CapturedLog _log = new();
    private readonly List<(string Reason, string Message, EventType Type)> _published = [];

    [Fact]
    public void A_mistake_is_one_warning_and_one_Event()
    {
        Tell(Settings(null), Settings(Ready("False", "Invalid", "spec.s3.bucket: is required")));

        var line = _log.Lines.Should().ContainSingle().Subject;
        line.Should()
            .Be((LogLevel.Warning, "BillingServerSettings default: Ready=False, Invalid: spec.s3.bucket: is required"));
        _published.Should().Equal(("Invalid", "spec.s3.bucket: is required", EventType.Warning));
    }

    [Fact]
    public void The_same_mistake_once_more_is_no_news()
    {
        var mistaken = Settings(Ready("False", "Invalid", "spec.s3.bucket: is required"));

        Tell(mistaken, mistaken with { Metadata = mistaken.Metadata with { Generation = 7 } });

        _log.Lines.Should().BeEmpty();
        _published.Should().BeEmpty();
    }

    [Fact]
    public void Another_cause_with_the_same_reason_is_told_anew()
    {
        Tell(
            Settings(Ready("False", "Invalid", "spec.s3.bucket: is required")),
            Settings(Ready("False", "Invalid", "spec.s3.region: is required"))
        );

        _log.Lines.Should().ContainSingle().Which.Text.Should().Contain("spec.s3.region");
        _published.Should().ContainSingle().Which.Message.Should().Contain("spec.s3.region");
    }

    [Fact]
    public void What_is_mended_is_information()
    {
        Tell(
            Settings(Ready("False", "AccessDenied", "the credentials lack a permission")),
            Settings(Ready("True", "WriteProved", "Writing to s3://contoso works."))
        );

        _log.Lines.Should().ContainSingle().Which.Level.Should().Be(LogLevel.Information);
        _published.Should().ContainSingle().Which.Type.Should().Be(EventType.Normal);
    }

    [Theory]
    [InlineData("LastRunSucceeded", "LastRunSucceeded")]
    [InlineData("Enabled", "LastRunSucceeded")]
    public void A_run_that_ends_well_tells_that_itself(string before, string now)
    {
        var log = new CapturedLog();
        var reporter = new ReadyReporter<BillingEvent>(
            (_, _, _, _, _) => throw new InvalidOperationException("told"),
            log.Of<ReadyReporter<BillingEvent>>()
        );

        reporter.OnWritten(Event(Ready("True", before, "2 records")), Event(Ready("True", now, "3 records")));

        log.Lines.Should().BeEmpty();
    }

    private void Tell(BillingServerSettings before, BillingServerSettings after) =>
        new ReadyReporter<BillingServerSettings>(
            (_, reason, message, type, _) =>
            {
                _published.Add((reason, message, type));
                return Task.CompletedTask;
            },
            _log.Of<ReadyReporter<BillingServerSettings>>()
        ).OnWritten(before, after);

    private static BillingServerSettings Settings(V1Condition? ready) =>
        new()
        {
            Metadata = new() { Name = "default" },
            Spec = new(),
            Status = ready is null ? null : new() { Conditions = [ready] },
        };

    private static BillingEvent Event(V1Condition ready) =>
        new()
        {
            Metadata = new() { Name = "pureconnect" },
            Spec = new(),
            Status = new() { Conditions = [ready] },
        };

    private static V1Condition Ready(string status, string reason, string message) =>
        new()
        {
            Type = "Ready",
            Status = status,
            Reason = reason,
            Message = message,
        };
}
