using BillingOperator.Api.Tenants;
using BillingOperator.ControllerRuntime.Eventing;
using BillingOperator.Controllers.Tenants;
using BillingOperator.TestEnvironment.Logging;
using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class TenantReporterTests
{
    private readonly CapturedLog _log = new();
    private readonly List<string> _published = [];

    [Fact]
    public void Thousands_of_tenants_make_a_line_with_their_number_and_the_first_few()
    {
        using (var reporter = Reporter())
        {
            for (var i = 0; i < 1000; i++)
            {
                reporter.OnWritten(Tenant($"t{i}", null), Tenant($"t{i}", "True"));
            }
            reporter.OnWritten(Tenant("bad", null), Tenant("bad", "False"));
        }

        _log.Lines.Should().HaveCount(2).And.OnlyContain(line => line.Level == LogLevel.Information);
        _log.Lines[0].Text.Should().StartWith("Tenants that became ready (1000): ns/t0 (Billable), ns/t1 (Billable), ");
        _log.Lines[0].Text.Should().EndWith(" and 995 more");
        _log.Lines[1].Text.Should().Be("Tenants that are not ready (1): ns/bad (Invalid: spec.tenantId: is wrong)");
        _published.Should().Equal("bad");
    }

    [Fact]
    public void A_tenant_that_changes_twice_is_one_tenant()
    {
        using (var reporter = Reporter())
        {
            reporter.OnWritten(Tenant("t", null), Tenant("t", "False"));
            reporter.OnWritten(Tenant("t", "True"), Tenant("t", "False"));
        }

        _log.Lines.Should().ContainSingle().Which.Text.Should().StartWith("Tenants that are not ready (1): ns/t (");
    }

    [Fact]
    public void A_start_that_finds_all_as_it_was_says_nothing()
    {
        using (var reporter = Reporter())
        {
            reporter.OnWritten(Tenant("t", "True"), Tenant("t", "True"));
        }

        _log.Lines.Should().BeEmpty();
    }

    private TenantReporter Reporter() =>
        new(
            (tenant, _, _, type, _) =>
            {
                type.Should().Be(EventType.Warning);
                _published.Add(tenant.Metadata.Name);
                return Task.CompletedTask;
            },
            TimeProvider.System,
            _log.Of<TenantReporter>()
        );

    private static Tenant Tenant(string name, string? ready) =>
        new()
        {
            Metadata = new() { NamespaceProperty = "ns", Name = name },
            Spec = new(),
            Status = ready is null
                ? null
                : new()
                {
                    Conditions =
                    [
                        new()
                        {
                            Type = "Ready",
                            Status = ready,
                            Reason = ready == "True" ? "Billable" : "Invalid",
                            Message = "spec.tenantId: is wrong",
                        },
                    ],
                },
        };
}
