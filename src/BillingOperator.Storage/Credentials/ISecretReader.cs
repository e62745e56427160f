namespace BillingOperator.Storage.Credentials;

/// <summary>
/// Where the values of Secrets come from. Asked at every use, so that a changed Secret counts from the next request on:
/// it answers from memory.
/// </summary>
public interface ISecretReader
{
    /// <summary>The values of a Secret by their keys; <see langword="null"/> where there is no such Secret.</summary>
    IReadOnlyDictionary<string, byte[]>? Read(string name);
}
