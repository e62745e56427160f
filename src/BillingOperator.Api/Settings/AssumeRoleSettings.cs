namespace BillingOperator.Api.Settings;

/// <summary>A role to assume through AWS STS.</summary>
public sealed record AssumeRoleSettings
{
    /// <summary>ARN of the role. Required.</summary>
    public string? RoleArn { get; init; }

    /// <summary>External id that the role's trust policy asks for.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Name of the session in AWS's logs; <c>billing-operator</c> where absent.</summary>
    public string? SessionName { get; init; }

    /// <summary>Lifetime of the session's credentials, 900–43200 s; 3600 where absent.</summary>
    public int? DurationSeconds { get; init; }
}
