using System.Collections.Concurrent;
using System.Net;
using BillingOperator.Api.Settings;
using BillingOperator.Storage.Tests.S3;
using BillingOperator.TestEnvironment.Proxying;
using Xunit.Abstractions;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>
/// Tables of what is asked of a store × what goes wrong there. No cell hangs, loops or accuses anybody of damage; each is
/// billed, or ends in a named reason and is billed as soon as the fault is gone.
/// </summary>
[Collection(S3Tests.Name)]
public sealed class HostileStoreTests(CephEnvironment s3, ITestOutputHelper output) : IAsyncLifetime
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(45);

    private static readonly Func<ProxiedRequest, bool> Everything = _ => true;

    private FaultProxy _proxy = null!;

    public async Task InitializeAsync() => _proxy = await FaultProxy.StartAsync(s3.Server);

    public Task DisposeAsync() => _proxy.DisposeAsync().AsTask();

    [Fact]
    public async Task Whatever_a_store_answers_is_billed_or_ends_in_a_reason()
    {
        var table = await MeasureAsync(Operations.All, Answers.All, settings => settings);

        table.Should().OnlyContain(cell => cell.Value.Text == Expected(cell.Key.Row, cell.Key.Column, cell.Value.Text));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_once_is_tried_again_by_itself()
    {
        var bucket = await s3.CreateBucketAsync();
        using var store = s3.Store(bucket, it => it with { Endpoint = _proxy.Endpoint.ToString().TrimEnd('/') });
        await store.PutAsync(Item("warm", "{}"), default);
        using var lost = _proxy.Fail(request => request.Method == "PUT", Faults.AnswerLost(), times: 1);
        var before = _proxy.Requests.Count;

        await store.PutAsync(Item("key", "{}"), default);

        lost.Hits.Should().Be(1);
        _proxy.Requests.Skip(before).Select(request => request.Method).Should().Equal("PUT", "PUT");
    }

    [Fact]
    public async Task A_header_that_nobody_asked_for_is_left_out_where_it_is_refused()
    {
        var rows = Headers.NobodysWish.ToDictionary(header => header, _ => Everything);

        var table = await MeasureAsync(rows, Headers.Refusals, settings => settings);

        table.Should().OnlyContain(cell => cell.Value.Text == "billed");
    }

    [Fact]
    public async Task A_header_that_the_settings_ask_for_is_named_with_its_field_where_it_is_refused()
    {
        var rows = Headers.Asked.Keys.ToDictionary(header => header, _ => Everything);

        var table = await MeasureAsync(rows, Headers.Refusals, Headers.AskForAll);

        foreach (var ((header, status), outcome) in table)
        {
            var isOwner = header == "x-amz-expected-bucket-owner";
            var reason =
                status != "403" ? "UnsupportedByStore"
                : isOwner ? "WrongBucketOwner"
                : "AccessDenied";
            outcome.Text.Should().Be($"probe: {reason}", $"{header} {status}: {outcome.Message}");
            outcome.Message.Should().Contain(Headers.Asked[header]);
            outcome.Message.Should().Match(it => isOwner || it.Contains(header, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_header_that_S3_cannot_do_without_ends_in_the_stores_own_words()
    {
        var rows = Headers.Needed.ToDictionary(header => header, _ => Everything);

        var table = await MeasureAsync(rows, Headers.Refusals, settings => settings);

        table.Should().OnlyContain(cell => cell.Value.Text == "probe: StoreError" || cell.Key.Column == "403");
        table.Values.Should().OnlyContain(outcome => outcome.Message.Contains("is not implemented"));
    }

    [Fact]
    public async Task A_store_that_takes_neither_checksum_is_billed_without()
    {
        var refuse = Headers.Refuse(HttpStatusCode.NotImplemented, "x-amz-checksum-sha256", "Content-MD5");

        var outcome = await CellAsync(Everything, refuse, settings => settings);

        outcome.Should().Be(HostileOutcome.Billed);
    }

    /// <summary>What is held against a cell; other cells may end in any reason that a person can act on.</summary>
    private static string Expected(string operation, string answer, string actual) =>
        (operation, answer) switch
        {
            ("LIST", _) or (_, "chunked") => "billed",
            // One operation alone that tells other ETags than all others contradicts them.
            (not ("GET" or "HEAD"), "other ETags") => "billed",
            ("everything", "200 HTML" or "200 empty" or "403 HTML" or "403 empty") => "probe: NotAnS3Store",
            ("everything", "302" or "307") => "probe: EndpointRedirects",
            ("PUT probe", "200 HTML" or "200 empty" or "403 HTML" or "403 empty") => "probe: NotAnS3Store",
            ("PUT probe", "302" or "307") => "probe: EndpointRedirects",
            ("PUT record", "302" or "307") => "run-1: EndpointRedirects",
            ("PUT record", "200 HTML" or "200 empty" or "403 HTML") => "run-1: NotAnS3Store",
            ("PUT probe", "503 HTML") => "probe: StoreError",
            _ => actual.Contains("ContentDamaged", StringComparison.Ordinal) ? "no accusation" : actual,
        };

    private async Task<IReadOnlyDictionary<(string Row, string Column), HostileOutcome>> MeasureAsync(
        IReadOnlyDictionary<string, Func<ProxiedRequest, bool>> rows,
        IReadOnlyDictionary<string, Func<string, Fault>> columns,
        Func<S3Settings, S3Settings> change
    )
    {
        var table = new ConcurrentDictionary<(string Row, string Column), HostileOutcome>();
        await Parallel.ForEachAsync(
            from row in rows
            from column in columns
            select (Row: row, Column: column),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (cell, _) =>
                table[(cell.Row.Key, cell.Column.Key)] = await CellAsync(
                    cell.Row.Value,
                    cell.Column.Value(cell.Row.Key),
                    change
                )
        );
        Print(rows.Keys, columns.Keys, table);
        return table;
    }

    private async Task<HostileOutcome> CellAsync(
        Func<ProxiedRequest, bool> match,
        Fault fault,
        Func<S3Settings, S3Settings> change
    )
    {
        // Ceph ignores conditions in a bucket with versions, which a lock brings with it.
        var bucket = await s3.CreateBucketAsync(objectLock: change(new S3Settings()).ObjectLock is not null);
        var settings = s3.Settings(
            bucket,
            it => change(it) with { Endpoint = _proxy.Endpoint.ToString().TrimEnd('/') }
        );
        var cell = new HostileCell(s3, bucket, s3.Store(settings));
        using var patience = new CancellationTokenSource(Bound);
        HostileOutcome outcome;
        using (_proxy.Fail(request => request.Path.StartsWith($"/{bucket}", default) && match(request), fault))
        {
            outcome = await cell.RunAsync(patience.Token);
        }
        // The same store, as the operator keeps it: what it has learned must not stand in the way.
        (await cell.RunAsync(patience.Token))
            .Should()
            .Be(HostileOutcome.Billed, outcome.Text);
        return outcome with { Message = outcome.Message.Replace(bucket, "BUCKET", StringComparison.Ordinal) };
    }

    private void Print(
        IEnumerable<string> rows,
        IEnumerable<string> columns,
        IReadOnlyDictionary<(string, string), HostileOutcome> table
    )
    {
        var names = columns.ToList();
        output.WriteLine($"| | {string.Join(" | ", names)} |");
        output.WriteLine($"|---|{string.Concat(names.Select(_ => "---|"))}");
        foreach (var row in rows)
        {
            output.WriteLine($"| {row} | {string.Join(" | ", names.Select(name => table[(row, name)].Text))} |");
        }
        foreach (
            var message in table.Values.Select(outcome => outcome.Message).Where(it => it.Length > 0).Distinct().Order()
        )
        {
            output.WriteLine(message);
        }
    }
}
