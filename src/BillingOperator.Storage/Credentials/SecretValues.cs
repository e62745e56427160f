using System.Text;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Credentials;

/// <summary>Reads single values of Secrets, and says what is missing without telling what is there.</summary>
internal static class SecretValues
{
    /// <summary>The value of one key as text, without surrounding white space.</summary>
    /// <exception cref="ObjectStoreException">No such Secret, or it lacks the key.</exception>
    public static string ReadText(this ISecretReader secrets, string name, string key)
    {
        var values =
            secrets.Read(name)
            ?? throw new ObjectStoreException(
                ObjectStoreFailure.SecretNotFound,
                $"Secret \"{name}\" does not exist in the operator's namespace; create it, or correct the secretRef"
            );
        // Many a Secret was made from a file, with its last line feed.
        var text = values.TryGetValue(key, out var bytes) ? Encoding.UTF8.GetString(bytes).Trim() : "";
        return text.Length > 0
            ? text
            : throw new ObjectStoreException(
                ObjectStoreFailure.SecretKeyMissing,
                $"Secret \"{name}\" has no value at key \"{key}\"; add it, or name the right key in the secretRef"
            );
    }
}
