using BillingOperator.Storage.Credentials;

namespace BillingOperator.Commands;

/// <summary>Secrets that were read once.</summary>
internal sealed class ReadSecrets(IReadOnlyDictionary<string, IReadOnlyDictionary<string, byte[]>> secrets)
    : ISecretReader
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, byte[]>? Read(string name) => secrets.GetValueOrDefault(name);
}
