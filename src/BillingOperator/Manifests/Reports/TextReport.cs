namespace BillingOperator.Manifests.Reports;

/// <summary>One line a problem: <c>file:line: Kind namespace/name: field: message</c>.</summary>
internal static class TextReport
{
    /// <summary>Writes the problems.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ManifestProblem> problems)
    {
        foreach (var problem in problems)
        {
            output.WriteLine(problem);
        }
    }
}
