using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>
/// What makes an account id of the guide's Tenant Management page well formed: printable ASCII. It is opaque beyond that:
/// case and leading zeros are kept.
/// </summary>
internal static class AccountId
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>What is wrong with a filled id and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string id)
    {
        if (TextRules.FindTooLong(id, MaxLength) is { } tooLong)
        {
            return tooLong;
        }

        if (char.IsWhiteSpace(id[0]) || char.IsWhiteSpace(id[^1]))
        {
            return $"is {Quoted.Text(id)}: remove the white space around it";
        }

        if (id.Any(character => character is < ' ' or > '~'))
        {
            return $"is {Quoted.Text(id)}: use printable ASCII only: letters A-Z and a-z, digits, punctuation and spaces";
        }

        return char.IsAsciiLetterOrDigit(id[0])
            ? null
            : $"is {Quoted.Text(id)}: it must start with a letter A-Z, a-z or a digit";
    }
}
