using System.Globalization;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tests.Scheduling.Oracle;
using Xunit.Abstractions;

namespace BillingOperator.Billing.Tests.Scheduling;

/// <summary>
/// Holds the schedule against two that were written by others or in another way, see <c>cron_oracle.py</c>: croniter, and
/// one that watches the clock minute after minute. Where croniter differs, there must be a named rule for it, and the
/// watcher must agree with the product.
/// </summary>
public sealed class CronOracleTests(ITestOutputHelper output)
{
    private const int Cases = 4000;
    private const string SeedVariable = "BILLING_TEST_SEED";

    [Fact]
    public async Task Slots_are_those_of_croniter_and_of_a_watched_clock()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(SeedVariable), out var given)
            ? given
            : Random.Shared.Next();
        var cases = new CronCases(new Random(seed)).Take(Cases).ToList();
        var answers = await CronOracle.AskAsync(cases);

        var findings = cases.Zip(answers, Judge).ToList();

        var known = findings.Where(finding => finding.Class is not null).GroupBy(finding => finding.Class!);
        var explained = known.Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal);
        var unexplained = findings.Where(finding => !finding.IsRight).ToList();
        output.WriteLine(
            $"cron oracle: cases {Cases}, zones {cases.Select(one => one.Zone.Id).Distinct().Count()}, seed {seed}; "
                + $"equal {findings.Count(finding => finding is { IsRight: true, Class: null })}; "
                + $"explained: {string.Join(", ", explained)}; unexplained: {unexplained.Count}"
        );
        unexplained.Select(finding => finding.Text).Should().BeEmpty($"seed {seed} ({SeedVariable})");
    }

    private static Finding Judge(CronCase asked, CronAnswer answer)
    {
        var ours = CronSchedule.Parse(asked.Expression).Next(asked.After, asked.Zone)?.ToUnixTimeSeconds();
        var text =
            $"{asked.Expression} in {asked.Zone.Id} after {asked.After:u}: {Show(ours)}, croniter "
            + $"{Show(answer.Croniter)}, watched {Show(answer.Watched)}";
        if (ours == answer.Croniter)
        {
            return new Finding(text, IsRight: ours == answer.Watched, Class: null);
        }
        var rule = CronRules.Explain(asked, ours, answer.Croniter);
        return new Finding(text, IsRight: rule is not null && ours == answer.Watched, rule);
    }

    private static string Show(long? seconds) =>
        seconds is { } known
            ? DateTimeOffset.FromUnixTimeSeconds(known).ToString("u", CultureInfo.InvariantCulture)
            : "none";

    private sealed record Finding(string Text, bool IsRight, string? Class);
}
