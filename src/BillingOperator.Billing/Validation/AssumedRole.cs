using System.Text.RegularExpressions;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Text;

namespace BillingOperator.Billing.Validation;

/// <summary>The limits of AWS STS <c>AssumeRole</c>, and the form of AWS account ids.</summary>
internal static partial class AssumedRole
{
    private const int MinSeconds = 900;
    private const int MaxSeconds = 43200;

    /// <summary>Checks <c>spec.credentials.assumeRole</c>.</summary>
    public static void Check(FieldPath path, AssumeRoleSettings role, FieldErrorList errors)
    {
        errors.CheckRequired(path.Child("roleArn"), role.RoleArn, "the ARN of an IAM role", FindRoleArnError);
        errors.Check(path.Child("externalId"), role.ExternalId, FindExternalIdError);
        errors.Check(path.Child("sessionName"), role.SessionName, FindSessionNameError);
        errors.CheckRange(path.Child("durationSeconds"), role.DurationSeconds, MinSeconds, MaxSeconds);
    }

    /// <summary>What is wrong with an AWS account id and what to do, or <see langword="null"/>.</summary>
    public static string? FindAccountError(string account) =>
        Account().IsMatch(account)
            ? null
            : $"is {Quoted.Text(account)}: enter the 12 digits of the AWS account, without dashes and in quotes";

    private static string? FindRoleArnError(string arn) =>
        RoleArn().IsMatch(arn)
            ? null
            : $"is {Quoted.Text(arn)}: enter a role's ARN such as arn:aws:iam::123456789012:role/billing";

    private static string? FindExternalIdError(string id) =>
        ExternalId().IsMatch(id)
            ? null
            : $"is {Quoted.Text(id)}: use 2 to 1224 letters, digits and + = , . @ : / - _, or leave the field out";

    private static string? FindSessionNameError(string name) =>
        SessionName().IsMatch(name)
            ? null
            : $"is {Quoted.Text(name)}: use 2 to 64 letters, digits and + = , . @ - _, or leave the field out";

    [GeneratedRegex(@"^[0-9]{12}\z")]
    private static partial Regex Account();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::[0-9]{12}:role/([!-~]{1,510}/)?[A-Za-z0-9+=,.@_-]{1,64}\z")]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"^[A-Za-z0-9+=,.@:/_-]{2,1224}\z")]
    private static partial Regex ExternalId();

    [GeneratedRegex(@"^[A-Za-z0-9+=,.@_-]{2,64}\z")]
    private static partial Regex SessionName();
}
