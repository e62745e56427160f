using System.Security.Cryptography;
using System.Text;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Tests;

/// <summary>Objects to write, and what was read, as text.</summary>
internal static class Objects
{
    public static ObjectToPut Item(string key, string content, PutCondition condition = default)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return new ObjectToPut(key, bytes, "application/json", SHA256.HashData(bytes), condition);
    }

    public static async Task<string?> TextAsync(this IObjectStore store, string key) =>
        await store.GetAsync(key, default) is { } found ? Encoding.UTF8.GetString(found.Content.Span) : null;

    public static async Task<List<StoredObject>> ListedAsync(this IObjectStore store, string prefix) =>
        await store.ListAsync(prefix, default).ToListAsync();
}
