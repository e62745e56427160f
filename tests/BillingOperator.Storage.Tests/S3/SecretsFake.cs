using System.Text;
using BillingOperator.Storage.Credentials;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Secrets that a test may change at any time.</summary>
public sealed class SecretsFake : ISecretReader
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, byte[]>> _secrets = [];

    public IReadOnlyDictionary<string, byte[]>? Read(string name) => _secrets.GetValueOrDefault(name);

    public void Set(string name, params (string Key, string Value)[] values) =>
        _secrets[name] = values.ToDictionary(value => value.Key, value => Encoding.UTF8.GetBytes(value.Value));

    public void Set(string name, params (string Key, byte[] Value)[] values) =>
        _secrets[name] = values.ToDictionary(value => value.Key, value => value.Value);

    public void SetKeys(string name, string accessKeyId, string secretAccessKey) =>
        Set(name, ("accessKeyId", accessKeyId), ("secretAccessKey", secretAccessKey));
}
