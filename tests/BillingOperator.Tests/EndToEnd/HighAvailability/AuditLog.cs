using System.Text.Json;

namespace BillingOperator.Tests.EndToEnd.HighAvailability;

/// <summary>
/// What the API server's own audit log says of the replicas: who wrote what, who led when, and who wrote without leading.
/// </summary>
public sealed class AuditLog(string path)
{
    private const string User = "system:serviceaccount:billing-system:";
    private static readonly HashSet<string> Reads = ["get", "list", "watch"];

    private readonly List<AuditedWrite> _writes = [];
    private long _read;

    /// <summary>All writes of replicas so far, in the order in which the server received them.</summary>
    public async Task<IReadOnlyList<AuditedWrite>> WritesAsync()
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        using var text = new MemoryStream();
        await file.CopyToAsync(text);
        var whole = text.GetBuffer().AsMemory(0, (int)text.Length);
        while (whole.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Take(whole[..end]);
            _read += end + 1;
            whole = whole[(end + 1)..];
        }
        return [.. _writes.OrderBy(write => write.At)];
    }

    /// <summary>The replica that took or renewed the lease last.</summary>
    public async Task<string?> LeaderAsync() =>
        (await WritesAsync()).LastOrDefault(write => write is { IsOfLease: true, IsDone: true })?.Replica;

    /// <summary>
    /// The writes of a status that were sent by another replica than the one that had taken the lease last. Whether the
    /// server did them does not matter.
    /// </summary>
    public static IReadOnlyList<AuditedWrite> Overlaps(IEnumerable<AuditedWrite> writes)
    {
        var overlaps = new List<AuditedWrite>();
        string? leader = null;
        foreach (var write in writes)
        {
            if (write is { IsOfLease: true, IsDone: true })
            {
                leader = write.Replica;
            }
            else if (write.IsOfStatus && write.Replica != leader)
            {
                overlaps.Add(write);
            }
        }
        return overlaps;
    }

    private void Take(ReadOnlyMemory<byte> line)
    {
        using var entry = JsonDocument.Parse(line);
        var root = entry.RootElement;
        // Whoever went away before the server knew who it was has no name.
        var user = root.GetProperty("user").TryGetProperty("username", out var name) ? name.GetString()! : "";
        if (
            user.StartsWith(User, StringComparison.Ordinal)
            && root.GetProperty("stage").ValueEquals("ResponseComplete")
            && !Reads.Contains(root.GetProperty("verb").GetString()!)
        )
        {
            // A request whose sender went away may have no answer.
            var isDone =
                root.TryGetProperty("responseStatus", out var answer)
                && answer.TryGetProperty("code", out var code)
                && code.GetInt32() is >= 200 and < 300;
            _writes.Add(
                new AuditedWrite(
                    root.GetProperty("requestReceivedTimestamp").GetDateTimeOffset(),
                    user[User.Length..],
                    ResourceOf(root.GetProperty("objectRef")),
                    isDone
                )
            );
        }
    }

    private static string ResourceOf(JsonElement reference)
    {
        var resource = reference.GetProperty("resource").GetString()!;
        return reference.TryGetProperty("subresource", out var part) ? $"{resource}/{part.GetString()}" : resource;
    }
}
