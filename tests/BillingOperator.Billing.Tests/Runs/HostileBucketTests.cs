using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Tenants;
using static BillingOperator.Billing.Tests.Runs.Declared;

namespace BillingOperator.Billing.Tests.Runs;

/// <summary>What a bucket shows is not always what is in it: no run accuses, loops, or bills half for that.</summary>
public sealed class HostileBucketTests : IDisposable
{
    private const string NobodysMd5 = "d41d8cd98f00b204e9800998ecf8427e";

    private readonly Bucket _bucket = new();

    public void Dispose() => _bucket.Dispose();

    [Fact]
    public async Task ETags_that_look_like_MD5_and_are_none_are_no_damage_and_are_not_read_for_ever()
    {
        TenantDeclaration[] tenants = [.. Enumerable.Range(0, 60).Select(i => Cloud($"tenant-{i:d2}"))];
        await _bucket.RunAsync(Bucket.Spec(), tenants);
        _bucket.Reopen();
        _bucket.Store.Listed = item => item with { Md5 = NobodysMd5 };

        await _bucket.RunAsync(Bucket.Spec("run-2"), tenants);

        _bucket.ShouldBeWhole("run-2", tenants);
        _bucket.Store.Gets.Count(key => key.Contains("/tenants/", default)).Should().BeInRange(1, 10);
    }

    [Fact]
    public async Task Lengths_that_are_those_of_something_else_are_no_damage()
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        await _bucket.RunAsync(Bucket.Spec(), tenants);
        _bucket.Store.Listed = item => item with { Size = item.Size + 28, Md5 = null };

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2"), tenants);

        await run.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Lengths_that_are_not_told_are_no_damage()
    {
        TenantDeclaration[] tenants = [Cloud("acme")];
        await _bucket.RunAsync(Bucket.Spec(), tenants);
        _bucket.Store.Listed = item => item with { Size = null };

        await _bucket.RunAsync(Bucket.Spec("run-2"), tenants);

        _bucket.ShouldBeWhole("run-2", tenants);
    }

    [Fact]
    public async Task Damage_that_keeps_the_length_is_found_where_the_ETag_tells_it()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        var key = _bucket.RecordKeys.Single();
        _bucket.Write(key, _bucket.Text(key).Replace("0042", "0043", default));
        _bucket.Store.Listed = item => item with { Md5 = NobodysMd5 };

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme")]);

        (await run.Should().ThrowAsync<Billing.Runs.RunIncompleteException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.ContentDamaged);
    }

    [Theory]
    [InlineData(ObjectStoreFailure.StoreError)]
    [InlineData(ObjectStoreFailure.AccessDenied)]
    [InlineData(ObjectStoreFailure.NotAnS3Store)]
    [InlineData(ObjectStoreFailure.EndpointRedirects)]
    public async Task Without_a_listing_all_records_are_put_conditionally(ObjectStoreFailure failure)
    {
        TenantDeclaration[] tenants = [Cloud("acme"), Cloud("globex")];
        foreach (var run in new[] { "run-1", "run-2" })
        {
            _bucket.Reopen();
            _bucket.Store.Before = (_, call) =>
            {
                if (call.StartsWith("LIST", default))
                {
                    throw new ObjectStoreException(failure, "LIST: 501");
                }
            };
            var outcome = await _bucket.RunAsync(Bucket.Spec(run), tenants);

            outcome.ListingFailure.Should().Be($"{failure}: LIST: 501");
            _bucket.ShouldBeWhole(run, tenants);
            _bucket.Store.Puts.Count(key => key.Contains("/tenants/", default)).Should().Be(2);
        }
        _bucket.RecordKeys.Should().HaveCount(2);
    }

    [Fact]
    public async Task Garbage_in_the_pointer_does_not_undo_a_committed_run_and_is_told_with_a_remedy()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        _bucket.Write(Bucket.Latest, "<html><body>\nnot\u0000 mine");

        var outcome = await _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme")]);

        outcome
            .PointerFailure.Should()
            .StartWith("ContentDamaged: object " + Bucket.Latest)
            .And.Contain("<html><body> not mine");
        outcome
            .PointerFailure.Should()
            .Contain("delete it")
            .And.NotContain("invalid start", "nobody reads a parser's words");
        _bucket.Keys.Should().Contain(Bucket.Manifest("run-2"));
        _bucket.Text(Bucket.Latest).Should().StartWith("<html>");

        _bucket.Delete(Bucket.Latest);
        (await _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme")])).PointerFailure.Should().BeNull();
        ((string)_bucket.Json(Bucket.Latest)["run_id"]!).Should().Be("run-2");
    }

    [Fact]
    public async Task A_pointer_that_can_never_be_moved_is_given_up_in_a_named_reason()
    {
        _bucket.Store.Refuse = key => key == Bucket.Latest;

        var outcome = await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);

        outcome.PointerFailure.Should().StartWith("ConditionalWritesUnsupported: ").And.Contain("If-Match");
        _bucket.Store.Puts.Count(key => key == Bucket.Latest).Should().BeLessThan(10);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("tenants.csv")]
    [InlineData("/tenants/")]
    public async Task What_is_said_to_be_there_and_is_not_ends_in_a_named_reason(string part)
    {
        _bucket.Store.Refuse = key => key.Contains(part, default);

        var run = () => _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);

        var error = (await run.Should().ThrowAsync<Exception>()).Which;
        (error is ObjectStoreException or Billing.Runs.RunIncompleteException).Should().BeTrue();
        error.Message.Should().Contain("the store refuses");
        _bucket.Store.Puts.Count(key => key.Contains(part, default)).Should().BeLessThan(10);
        _bucket.Keys.Should().NotContain(Bucket.Latest);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("tenant_id\r\n")]
    public async Task A_table_that_is_none_bills_nobody_and_is_told(string content)
    {
        await BreakOffBeforeManifestAsync();
        _bucket.Write(Bucket.Csv("run-1"), content);

        var run = () => _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);

        (await run.Should().ThrowAsync<ObjectStoreException>()).Which.Message.Should().Contain("tenants.csv");
        _bucket.Keys.Should().NotContain(Bucket.Manifest("run-1"));
    }

    [Fact]
    public async Task A_part_of_a_table_does_not_pass_for_all_of_it()
    {
        await BreakOffBeforeManifestAsync();
        _bucket.Store.Got = (key, content) => key == Bucket.Csv("run-1") ? FirstRow(content) : content;

        var run = () => _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex")]);

        (await run.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.StoreError);
        _bucket.Keys.Should().NotContain(Bucket.Manifest("run-1"));
    }

    [Fact]
    public async Task A_record_that_is_cut_on_its_way_is_no_damage()
    {
        await _bucket.RunAsync(Bucket.Spec(), [Cloud("acme")]);
        _bucket.Reopen();
        _bucket.Store.Listed = item => item with { Md5 = NobodysMd5 };
        _bucket.Store.Got = (key, content) => key.Contains("/tenants/", default) ? content[..20] : content;

        var run = () => _bucket.RunAsync(Bucket.Spec("run-2"), [Cloud("acme")]);

        (await run.Should().ThrowAsync<Billing.Runs.RunIncompleteException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.StoreError);
    }

    private async Task BreakOffBeforeManifestAsync()
    {
        _bucket.Store.Before = BillingRunTests.FailOn("PUT " + Bucket.Manifest("run-1"));
        await Assert.ThrowsAsync<ObjectStoreException>(() =>
            _bucket.RunAsync(Bucket.Spec(), [Cloud("acme"), Cloud("globex")])
        );
        _bucket.Reopen();
    }

    private static ReadOnlyMemory<byte> FirstRow(ReadOnlyMemory<byte> table)
    {
        var header = table.Span.IndexOf("\r\n"u8) + 2;
        return table[..(header + table.Span[header..].IndexOf("\r\n"u8) + 2)];
    }
}
