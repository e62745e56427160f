using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Stores that refuse or ignore the conditional headers, as a relay in front of the S3 server shows them.</summary>
[Collection(S3Tests.Name)]
public sealed class ConditionalWritesTests(CephEnvironment s3) : IDisposable
{
    private readonly S3Relay _relay = new(s3.Server.Endpoint);

    [Theory]
    [InlineData(501, "NotImplemented")]
    [InlineData(400, "InvalidArgument")]
    public async Task Auto_looks_first_once_the_store_has_refused_the_header(int status, string code)
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        RefuseConditions(status, code);

        await store.WritesOnceAsync("first");
        await store.MatchesAsync("first");
        _relay.Requests.Clear();
        await store.WritesOnceAsync("second");
        await store.MatchesAsync("second");

        _relay.Requests.Should().NotContain(request => IsConditional(request.Headers));
    }

    [Fact]
    public async Task Auto_looks_first_once_the_store_has_ignored_the_header()
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        IgnoreConditions();

        await store.WritesOnceAsync("first");
        _relay.Requests.Clear();
        await store.WritesOnceAsync("second");

        _relay.Requests.Should().NotContain(request => IsConditional(request.Headers));
    }

    [Fact]
    public async Task Where_the_store_honours_the_header_no_write_asks_before()
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        await store.WritesOnceAsync("first");
        _relay.Requests.Clear();
        await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => store.PutAsync(Item($"{i}", "1", PutCondition.IfAbsent), default))
        );
        _relay.Requests.Should().HaveCount(20).And.OnlyContain(request => IsConditional(request.Headers));
    }

    [Fact]
    public async Task Required_says_that_the_store_refuses_the_header()
    {
        var store = await StoreAsync(ConditionalWrites.Required);
        RefuseConditions(501, "NotImplemented");
        await store.IsUnsupportedAsync(PutCondition.IfAbsent);
        await store.PutAsync(Item("a", "0"), default);
        await store.IsUnsupportedAsync(PutCondition.IfMatch((await store.GetAsync("a", default))!.ETag));
    }

    [Fact]
    public async Task Required_says_that_the_store_ignores_the_header()
    {
        var store = await StoreAsync(ConditionalWrites.Required);
        IgnoreConditions();
        await store.IsUnsupportedAsync(PutCondition.IfAbsent);
    }

    [Fact]
    public async Task Disabled_never_sends_the_headers()
    {
        var store = await StoreAsync(ConditionalWrites.Disabled);
        await store.WritesOnceAsync("a");
        await store.MatchesAsync("a");
        _relay.Requests.Should().NotContain(request => IsConditional(request.Headers));
    }

    [Fact]
    public async Task Disabled_writes_where_looking_is_denied()
    {
        var store = await StoreAsync(ConditionalWrites.Disabled);
        _relay.Answer = request =>
            Task.FromResult(request.HttpMethod == "HEAD" ? S3Answer.Error(403, "AccessDenied") : null);
        (await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
    }

    [Fact]
    public async Task A_conflict_with_another_write_is_tried_again()
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        await store.WritesOnceAsync("first");
        var conflicts = 2;
        _relay.Answer = _ =>
            Task.FromResult(
                Interlocked.Decrement(ref conflicts) >= 0 ? S3Answer.Error(409, "ConditionalRequestConflict") : null
            );
        await store.WritesOnceAsync("second");
    }

    [Fact]
    public async Task A_match_that_no_form_of_the_header_brings_about_is_written_after_a_look()
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        _relay.Answer = request =>
            Task.FromResult(request.Headers["If-Match"] is null ? null : S3Answer.Error(412, "PreconditionFailed"));
        await store.PutAsync(Item("a", "0"), default);
        await store.MatchesAsync("a");
    }

    [Fact]
    public async Task A_match_is_looked_up_first_where_the_store_ignores_that_header_alone()
    {
        var store = await StoreAsync(ConditionalWrites.Auto);
        IgnoreMatches();
        await store.WritesOnceAsync("first");
        await store.MatchesAsync("first");
        _relay.Requests.Clear();
        await store.WritesOnceAsync("second");
        await store.MatchesAsync("second");

        _relay.Requests.Should().NotContain(request => request.Headers["If-Match"] != null);
    }

    [Fact]
    public async Task Required_says_that_the_store_ignores_matches()
    {
        var store = await StoreAsync(ConditionalWrites.Required);
        IgnoreMatches();
        await store.PutAsync(Item("a", "0"), default);
        await store.IsUnsupportedAsync(PutCondition.IfMatch((await store.GetAsync("a", default))!.ETag));
    }

    public void Dispose() => _relay.Dispose();

    private async Task<S3ObjectStore> StoreAsync(string conditionalWrites) =>
        s3.Store(
            await s3.CreateBucketAsync(),
            settings => settings with { Endpoint = _relay.Endpoint, ConditionalWrites = conditionalWrites }
        );

    private void RefuseConditions(int status, string code) =>
        _relay.Answer = request =>
            Task.FromResult(IsConditional(request.Headers) ? S3Answer.Error(status, code) : null);

    /// <summary>With the object gone, the condition holds, and the write is done whatever was there.</summary>
    private void IgnoreConditions() =>
        _relay.Answer = async request =>
        {
            if (request.Headers["If-None-Match"] is not null)
            {
                var path = request.RawUrl!.Split('/', 3);
                await s3.Admin.DeleteObjectAsync(path[1], path[2]);
            }
            return null;
        };

    private void IgnoreMatches() =>
        _relay.Answer = async request =>
        {
            if (request.Headers["If-Match"] is null)
            {
                return null;
            }
            var path = request.RawUrl!.Split('/', 3);
            var content = await new StreamReader(request.InputStream).ReadToEndAsync();
            var put = new PutObjectRequest
            {
                BucketName = path[1],
                Key = path[2],
                ContentBody = content,
            };
            var stored = await s3.Admin.PutObjectAsync(put);
            return new S3Answer(200, [], ("ETag", stored.ETag));
        };

    private static bool IsConditional(System.Collections.Specialized.NameValueCollection headers) =>
        headers["If-None-Match"] is not null || headers["If-Match"] is not null;
}
