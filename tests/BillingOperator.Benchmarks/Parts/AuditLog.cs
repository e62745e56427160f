using System.Text.Json;

namespace BillingOperator.Benchmarks.Parts;

/// <summary>What the operator asked of the API server, in the server's own words.</summary>
/// <param name="path">The audit log.</param>
/// <param name="user">The operator's user name.</param>
internal sealed class AuditLog(string path, string user)
{
    /// <summary>The operator's requests that were answered after a moment, in the order of the answers.</summary>
    public async Task<IReadOnlyList<AuditedRequest>> SinceAsync(
        DateTimeOffset start,
        CancellationToken cancellationToken
    )
    {
        var requests = new List<AuditedRequest>();
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
        {
            if (
                line.Contains(user, StringComparison.Ordinal)
                && Read(line) is { } request
                && request.AnsweredAt > start
            )
            {
                requests.Add(request);
            }
        }

        return requests;
    }

    /// <summary>A line that the server has not finished yet is no request yet.</summary>
    private AuditedRequest? Read(string line)
    {
        if (!line.EndsWith('}'))
        {
            return null;
        }

        using var json = JsonDocument.Parse(line);
        var entry = json.RootElement;
        if (
            entry.GetProperty("stage").GetString() != "ResponseComplete"
            || entry.GetProperty("user").GetProperty("username").GetString() != user
            || !entry.TryGetProperty("objectRef", out var target)
        )
        {
            return null;
        }

        return new AuditedRequest(
            entry.GetProperty("verb").GetString()!,
            target.GetProperty("resource").GetString()!,
            entry.GetProperty("requestReceivedTimestamp").GetDateTimeOffset(),
            entry.GetProperty("stageTimestamp").GetDateTimeOffset()
        );
    }
}
