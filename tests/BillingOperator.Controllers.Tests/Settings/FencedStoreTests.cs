using BillingOperator.Billing.ObjectStores;
using BillingOperator.ControllerRuntime.Leading;
using BillingOperator.Controllers.Settings;
using BillingOperator.Storage.Folders;

namespace BillingOperator.Controllers.Tests.Settings;

public sealed class FencedStoreTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("fenced-store-");
    private readonly Leadership _leadership = new() { IsLeader = true };
    private readonly FolderObjectStore _inner;
    private readonly FencedStore _store;

    public FencedStoreTests()
    {
        _inner = new FolderObjectStore(_folder.FullName);
        _store = new FencedStore(_inner, _leadership);
    }

    public void Dispose()
    {
        _inner.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_leader_writes_and_reads()
    {
        await _store.PutAsync(Object("a"), None);

        (await _store.GetAsync("a", None))!.Content.ToArray().Should().Equal(1, 2, 3);
        (await KeysAsync()).Should().Equal("a");
    }

    [Fact]
    public async Task Another_reads_and_writes_nothing()
    {
        await _store.PutAsync(Object("a"), None);

        _leadership.IsLeader = false;

        await _store.Awaiting(store => store.PutAsync(Object("b"), None)).Should().ThrowAsync<NotLeaderException>();
        (await _store.GetAsync("b", None)).Should().BeNull();
        (await KeysAsync()).Should().Equal("a");
    }

    private static ObjectToPut Object(string key)
    {
        byte[] content = [1, 2, 3];
        var hash = System.Security.Cryptography.SHA256.HashData(content);
        return new ObjectToPut(key, content, "text/plain", hash, PutCondition.IfAbsent);
    }

    private async Task<IReadOnlyList<string>> KeysAsync() =>
        await _store.ListAsync("", None).Select(item => item.Key).ToListAsync(None);

    private sealed class Leadership : ILeadership
    {
        public bool IsLeader { get; set; }
    }
}
