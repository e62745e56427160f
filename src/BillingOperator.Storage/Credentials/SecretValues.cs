using System.Globalization;
using System.Text;
using BillingOperator.Billing.ObjectStores;

namespace BillingOperator.Storage.Credentials;

/// <summary>Reads single values of Secrets, and says what is missing without telling what is there.</summary>
internal static class SecretValues
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

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

    /// <summary>The value of one key of credentials: printable ASCII without spaces, as S3's signatures need.</summary>
    /// <exception cref="ObjectStoreException">It is missing, or holds something else.</exception>
    public static string ReadCredential(this ISecretReader secrets, string name, string key)
    {
        var text = secrets.ReadText(name, key);
        var stored = StrictText(secrets, name, key);
        var start = stored.IndexOf(text, StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is <= ' ' or >= (char)0x7f)
            {
                throw Unfit(name, key, KindOf(text, i), start + i + 1);
            }
        }
        return text;
    }

    private static string StrictText(ISecretReader secrets, string name, string key)
    {
        try
        {
            return Strict.GetString(secrets.Read(name)![key]);
        }
        catch (DecoderFallbackException error)
        {
            throw Unfit(name, key, "a byte that is no UTF-8 text", error.Index + 1);
        }
    }

    private static ObjectStoreException Unfit(string name, string key, string kind, int position) =>
        new(
            ObjectStoreFailure.InvalidCredentials,
            $"Secret \"{name}\" holds {kind} at position {position} of key \"{key}\", which no credentials have; "
                + "write the value again, without what a text editor or a copy put in"
        );

    private static string KindOf(string text, int index) =>
        text[index] switch
        {
            '\uFEFF' => "a byte order mark",
            '\n' => "a line feed",
            '\r' => "a carriage return",
            '\t' => "a tab",
            ' ' => "a space",
            '\u00A0' => "a no-break space",
            _ => CharUnicodeInfo.GetUnicodeCategory(text, index) switch
            {
                UnicodeCategory.Control => "a control character",
                UnicodeCategory.Format => "an invisible character",
                UnicodeCategory.DashPunctuation => "a dash that is not the hyphen of the keyboard",
                UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation =>
                    "a typographic quote",
                UnicodeCategory.SpaceSeparator => "a space that is not the one of the keyboard",
                _ => "a character beyond ASCII",
            },
        };
}
