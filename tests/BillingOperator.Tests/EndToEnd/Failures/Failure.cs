namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>One way in which a billing server fails, and how it ends.</summary>
/// <param name="Reason">The name that users get.</param>
/// <param name="How">How it is produced, for the table.</param>
/// <param name="Remedy">What the message must tell: the thing at fault, or what to do.</param>
/// <param name="BreakAsync">Brings it about, on a site that works.</param>
/// <param name="MendAsync">Takes the cause away.</param>
internal sealed record Failure(
    string Reason,
    string How,
    string Remedy,
    Func<FailingSite, Task> BreakAsync,
    Func<FailingSite, Task> MendAsync
)
{
    /// <summary>More of <c>spec.s3</c>.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Whether the store is reached by TLS, under a certificate of the cluster's authority.</summary>
    public bool IsTls { get; init; }

    /// <summary>Whether the keys are those of a user of the store who was given permissions on the bucket.</summary>
    public bool HasUser { get; init; }
}
