using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Folders;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.Folders;

public sealed class FolderObjectStoreTests : ObjectStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("billing-");
    private readonly FolderObjectStore _store;

    public FolderObjectStoreTests() => _store = new FolderObjectStore(Path.Join(_folder.FullName, "out"));

    protected override Task<IObjectStore> EmptyStoreAsync() => Task.FromResult<IObjectStore>(_store);

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    [InlineData("a/../../outside")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData(@"..\outside")]
    [InlineData("a\0b")]
    [InlineData(".unfinished/x")]
    public async Task No_key_leads_out_of_the_folder(string key)
    {
        Func<Task> put = () => _store.PutAsync(Item(key, "1"), default);
        Func<Task> get = () => _store.GetAsync(key, default);
        await put.Should().ThrowAsync<ObjectStoreException>();
        await get.Should().ThrowAsync<ObjectStoreException>();
        _folder.GetFiles("*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Keys_are_paths_and_nothing_else_is_left_in_the_folder()
    {
        await _store.PutAsync(Item("prod/billing_period=2026-11/latest.json", "{}"), default);
        await _store.PutAsync(Item("prod/billing_period=2026-11/latest.json", "{ }", PutCondition.IfAbsent), default);
        var files = Directory.GetFiles(_folder.FullName, "*", SearchOption.AllDirectories);
        files.Should().Equal(Path.Join(_folder.FullName, "out/prod/billing_period=2026-11/latest.json"));
    }

    /// <summary>Also of two processes, so the writers share nothing but the folder.</summary>
    [Fact]
    public async Task Of_writers_at_the_same_moment_one_creates_the_object()
    {
        for (var round = 0; round < 300; round++)
        {
            var key = $"runs/{round}/tenants.csv";
            using var start = new Barrier(4);
            var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(writer =>
                        Task.Run(async () =>
                        {
                            using var store = new FolderObjectStore(Path.Join(_folder.FullName, "out"));
                            var item = Item(key, $"{writer}", PutCondition.IfAbsent);
                            start.SignalAndWait();
                            return (Writer: writer, Outcome: await store.PutAsync(item, default));
                        })
                    )
            );

            var winner = outcomes.Should().ContainSingle(one => one.Outcome == PutOutcome.Stored).Subject.Writer;
            (await _store.TextAsync(key)).Should().Be($"{winner}");
        }
    }

    [Fact]
    public async Task Content_that_differs_from_its_hash_is_not_stored()
    {
        Func<Task> put = () => _store.PutAsync(Item("a", "1") with { Sha256 = new byte[32] }, default);
        (await put.Should().ThrowAsync<ObjectStoreException>())
            .Which.Failure.Should()
            .Be(ObjectStoreFailure.ContentDamaged);
        (await _store.ListedAsync("")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_in_the_way_is_named()
    {
        await _store.PutAsync(Item("a", "1"), default);
        Func<Task> put = () => _store.PutAsync(Item("a/b", "1"), default);
        (await put.Should().ThrowAsync<ObjectStoreException>())
            .Which.Message.Should()
            .Contain(Path.Join(_folder.FullName, "out/a/b"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
