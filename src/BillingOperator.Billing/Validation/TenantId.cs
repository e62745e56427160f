using System.Text.RegularExpressions;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>What makes a tenant's identity fit to be a part of object keys.</summary>
internal static partial class TenantId
{
    private const string Shape = "1 to 63 letters, digits, '.', '_' or '-', the first and the last a letter or a digit";

    /// <summary>What is wrong with <c>spec.tenantId</c> and what to do, or <see langword="null"/>.</summary>
    public static string? FindError(string id)
    {
        if (id.Length == 0)
        {
            return "is empty: leave the field out to use the object's name";
        }

        return Pattern().IsMatch(id) ? null : $"is {Quoted.Text(id)}: use {Shape}";
    }

    /// <summary>What is wrong with an object's name that has to serve as the identity, or <see langword="null"/>.</summary>
    public static string? FindErrorOfName(string name) =>
        Pattern().IsMatch(name)
            ? null
            : $"is absent, and the object's name {Quoted.Text(name)} cannot stand in for it: "
                + $"enter a tenantId of {Shape}";

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
