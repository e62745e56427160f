using BillingOperator.Billing.Tenants;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>Breaks a run off at every single call, before and after the store did the work, and executes it again.</summary>
public sealed class BrokenOffRunTests
{
    private static readonly TenantDeclaration[] Before = [Cloud("acme"), Cloud("globex"), OnPremises("initech")];
    private static readonly TenantDeclaration[] After =
    [
        Cloud("acme", "changed"),
        OnPremises("initech"),
        Cloud("umbrella"),
    ];

    public static TheoryData<bool> BeforeAndAfterTheWork => [false, true];

    [Theory]
    [MemberData(nameof(BeforeAndAfterTheWork))]
    public async Task Broken_off_at_any_call_and_executed_again_every_record_is_stored_once(bool afterTheWork)
    {
        for (var call = 0; ; call++)
        {
            using var bucket = new Bucket();
            if (!await BreakOffAsync(bucket, Before, call, afterTheWork))
            {
                call.Should().BeGreaterThan(9, "a run of three tenants is at least that many calls");
                return;
            }
            bucket.Reopen();

            await bucket.RunAsync(Bucket.Spec(), Before);

            bucket.ShouldBeWhole("run-1", Before);
            bucket.RecordKeys.Should().HaveCount(3);
        }
    }

    [Theory]
    [MemberData(nameof(BeforeAndAfterTheWork))]
    public async Task Tenants_changed_between_two_tries_are_wholly_in_the_run_or_wholly_in_the_next(bool afterTheWork)
    {
        for (var call = 0; ; call++)
        {
            using var bucket = new Bucket();
            if (!await BreakOffAsync(bucket, Before, call, afterTheWork))
            {
                return;
            }
            var tableWasWritten = bucket.Keys.Contains(Bucket.Csv("run-1"));
            bucket.Reopen();

            await bucket.RunAsync(Bucket.Spec(), After);

            bucket.ShouldBeWhole("run-1", tableWasWritten ? Before : After);
            await bucket.RunAsync(Bucket.Spec("run-2"), After);
            bucket.ShouldBeWhole("run-2", After);
        }
    }

    [Fact]
    public async Task Two_leaders_at_once_end_with_one_manifest_that_is_true()
    {
        for (var round = 0; round < 20; round++)
        {
            using var bucket = new Bucket();

            var outcomes = await Task.WhenAll(
                Task.Run(() => bucket.RunAsync(Bucket.Spec(), Before)),
                Task.Run(() => bucket.RunAsync(Bucket.Spec(), After))
            );

            outcomes[0].ManifestSha256.Should().Be(outcomes[1].ManifestSha256);
            var ids = outcomes[0].Manifest.Records.Select(record => record.TenantId);
            bucket.ShouldBeWhole("run-1", ids.Contains("umbrella") ? After : Before);
        }
    }

    private static async Task<bool> BreakOffAsync(
        Bucket bucket,
        IReadOnlyList<TenantDeclaration> tenants,
        int call,
        bool afterTheWork
    )
    {
        void Break(int number, string _)
        {
            if (number == call)
            {
                throw new OperationCanceledException("killed");
            }
        }

        bucket.Store.Before = afterTheWork ? bucket.Store.Before : Break;
        bucket.Store.After = afterTheWork ? Break : bucket.Store.After;
        try
        {
            await bucket.RunAsync(Bucket.Spec(), tenants);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
