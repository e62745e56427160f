using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Tests.Runs;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Prefixes;

public sealed class PrefixOwnershipTests : IDisposable
{
    private const string Probe = "billing/.billing-operator-probe";
    private static readonly ClusterIdentity Blue = new("uid-of-blue", "blue");
    private static readonly ClusterIdentity Green = new("uid-of-green", "green");

    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task The_first_cluster_claims_the_prefix_and_proves_it_again_and_again()
    {
        await Of(Blue).ProveAsync(default);
        var claim = _bucket.Text(Probe);
        await Of(Blue).ProveAsync(default);

        ((string)_bucket.Json(Probe)["cluster_uid"]!).Should().Be("uid-of-blue");
        ((string)_bucket.Json(Probe)["cluster"]!).Should().Be("blue");
        _bucket.Text(Probe).Should().Be(claim);
        _bucket.Store.Puts.Should().Equal(Probe, Probe);
    }

    [Fact]
    public async Task Another_cluster_is_told_who_was_first_and_writes_nothing()
    {
        await Of(Blue).ProveAsync(default);
        _bucket.Reopen();

        var failure = (
            await Of(Green).Invoking(it => it.ProveAsync(default)).Should().ThrowAsync<ObjectStoreException>()
        ).Which;

        failure.Failure.Should().Be(ObjectStoreFailure.PrefixInUse);
        failure.IsPermanent.Should().BeTrue();
        failure.Message.Should().Contain("\"blue\"").And.Contain("spec.s3.prefix");
        failure.Message.Should().Contain("billing.pureconnect.io/takeOver: \"uid-of-blue\"");
        _bucket.Store.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task A_rebuilt_cluster_takes_over_from_the_one_that_it_names_and_from_no_other()
    {
        await Of(Blue).ProveAsync(default);
        await Of(Green, takeOver: "uid-of-red")
            .Invoking(it => it.ProveAsync(default))
            .Should()
            .ThrowAsync<ObjectStoreException>();

        await Of(Green, takeOver: Blue.Uid).ProveAsync(default);

        ((string)_bucket.Json(Probe)["cluster_uid"]!).Should().Be("uid-of-green");
        await Of(Blue).Invoking(it => it.ProveAsync(default)).Should().ThrowAsync<ObjectStoreException>();
    }

    [Fact]
    public async Task Whoever_has_no_identity_learns_who_writes_below_the_prefix_and_writes_nothing()
    {
        (await Of(null).FindOwnerAsync(Bucket.Latest, default)).Should().BeNull();
        await Of(Blue).ProveAsync(default);
        _bucket.Reopen();

        (await Of(null).FindOwnerAsync(Bucket.Latest, default)).Should().Be(Blue);

        _bucket.Store.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_the_claim_is_gone_the_pointer_says_who_writes_below_the_prefix()
    {
        await _bucket.RunAsync(Bucket.Spec() with { Cluster = Green.Name, ClusterUid = Green.Uid }, []);

        (await Of(null).FindOwnerAsync(Bucket.Latest, default)).Should().Be(Green);
    }

    [Theory]
    [InlineData("billing-operator proves with this object that it may write here.\n")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task An_object_that_names_nobody_is_adopted_once(string earlier)
    {
        await Of(Blue).ProveAsync(default);
        _bucket.Write(Probe, earlier);

        await Of(Green).ProveAsync(default);

        ((string)_bucket.Json(Probe)["cluster_uid"]!).Should().Be("uid-of-green");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    public async Task Where_the_claim_is_gone_a_pointer_keeps_the_prefix_for_whoever_wrote_it(string? left)
    {
        await Of(Blue).ProveAsync(default);
        await _bucket.RunAsync(Bucket.Spec() with { ClusterUid = Blue.Uid, Cluster = Blue.Name }, [Cloud("acme")]);
        _bucket.Delete(Probe);
        if (left is not null)
        {
            _bucket.Write(Probe, left);
        }
        _bucket.Reopen();

        (await Of(Green).Invoking(it => it.ProveAsync(default)).Should().ThrowAsync<ObjectStoreException>())
            .Which.Message.Should()
            .Contain("\"blue\" (uid-of-blue)");
        _bucket.Store.Puts.Should().BeEmpty();
        await Of(Blue).ProveAsync(default);

        ((string)_bucket.Json(Probe)["cluster_uid"]!).Should().Be("uid-of-blue");
    }

    [Fact]
    public async Task Where_the_claim_is_gone_after_a_takeover_the_pointers_of_before_are_no_obstacle()
    {
        await _bucket.RunAsync(Bucket.Spec() with { ClusterUid = Blue.Uid, Cluster = Blue.Name }, [Cloud("acme")]);

        await new PrefixOwnership(_bucket.Store, "billing", Green, TimeProvider.System, takenOver: Blue.Uid).ProveAsync(
            default
        );

        ((string)_bucket.Json(Probe)["cluster_uid"]!).Should().Be("uid-of-green");
    }

    [Fact]
    public async Task A_pointer_below_a_prefix_inside_of_this_one_is_nobodys_claim_here()
    {
        var inside = Bucket.Spec() with { Prefix = "billing/inside", ClusterUid = Blue.Uid };
        await _bucket.RunAsync(inside, [Cloud("acme")]);

        await Of(Green).ProveAsync(default);
    }

    [Fact]
    public async Task A_cluster_that_does_not_know_itself_proves_that_it_may_write_and_claims_nothing()
    {
        await Of(Blue).ProveAsync(default);
        var claim = _bucket.Text(Probe);

        await Of(null).ProveAsync(default);

        _bucket.Text(Probe).Should().Be(claim);
    }

    [Fact]
    public async Task Two_clusters_at_once_end_with_one_owner()
    {
        var outcomes = await Task.WhenAll(TryAsync(Blue), TryAsync(Green));

        outcomes.Should().BeEquivalentTo(new ObjectStoreFailure?[] { null, ObjectStoreFailure.PrefixInUse });
    }

    [Fact]
    public async Task A_run_does_not_write_below_the_prefix_of_another_cluster()
    {
        await Of(Blue).ProveAsync(default);
        _bucket.Reopen();

        var run = () => _bucket.RunAsync(Bucket.Spec() with { ClusterUid = Green.Uid }, [Cloud("acme")]);

        (await run.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.PrefixInUse);
        _bucket.Store.Puts.Should().BeEmpty();
    }

    [Fact]
    public async Task Where_the_claim_cannot_be_read_the_pointer_tells_who_writes_there()
    {
        await _bucket.RunAsync(Bucket.Spec() with { ClusterUid = Blue.Uid, Cluster = Blue.Name }, [Cloud("acme")]);
        _bucket.Reopen();
        _bucket.Store.Before = (_, call) =>
        {
            if (call == $"GET {Probe}")
            {
                throw new ObjectStoreException(ObjectStoreFailure.AccessDenied, call);
            }
        };

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2") with { ClusterUid = Green.Uid }, [Cloud("acme")]);

        (await run.Should().ThrowAsync<ObjectStoreException>()).WithMessage("*\"blue\" (uid-of-blue)*");
        _bucket.Store.Puts.Should().BeEmpty();
        var order = Bucket.Spec("run-2") with { ClusterUid = Green.Uid, TakenOver = Blue.Uid };
        await _bucket.RunAsync(order, [Cloud("acme")]);
    }

    [Fact]
    public async Task A_store_that_says_there_is_one_and_shows_none_is_not_asked_for_ever()
    {
        _bucket.Store.Refuse = key => key == Probe;

        var failure = (
            await Of(Blue).Invoking(it => it.ProveAsync(default)).Should().ThrowAsync<ObjectStoreException>()
        ).Which;

        failure.Failure.Should().Be(ObjectStoreFailure.StoreError);
        _bucket.Store.Puts.Count.Should().BeLessThan(10);
    }

    private PrefixOwnership Of(ClusterIdentity? cluster, string? takeOver = null) =>
        new(_bucket.Store, "billing", cluster, TimeProvider.System, takeOver);

    private async Task<ObjectStoreFailure?> TryAsync(ClusterIdentity cluster)
    {
        try
        {
            await Of(cluster).ProveAsync(default);
            return null;
        }
        catch (ObjectStoreException failure)
        {
            return failure.Failure;
        }
    }
}
