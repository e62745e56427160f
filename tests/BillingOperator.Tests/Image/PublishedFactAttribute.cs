namespace BillingOperator.Tests.Image;

/// <summary>
/// A test of the published program, which is native; it is skipped, visibly, where <c>BILLING_TEST_PROGRAM</c> names none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedFactAttribute : FactAttribute
{
    /// <summary>Whether there is one.</summary>
    public static bool IsPublished => OperatorProgram.CommandLine.Count == 1;

    public PublishedFactAttribute()
    {
        if (!IsPublished)
        {
            Skip = "BILLING_TEST_PROGRAM does not name a published program";
        }
    }
}
