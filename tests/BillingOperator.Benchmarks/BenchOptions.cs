namespace BillingOperator.Benchmarks;

/// <summary>What is measured, and how often.</summary>
internal sealed record BenchOptions
{
    /// <summary>Full path of the published operator.</summary>
    public required string Program { get; init; }

    /// <summary>Tenants in every scenario but that of memory.</summary>
    public required int Tenants { get; init; }

    /// <summary>Numbers of tenants at which the peak memory is measured, ascending.</summary>
    public required IReadOnlyList<int> Memory { get; init; }

    /// <summary>How often each comparison is made.</summary>
    public required int Rounds { get; init; }

    /// <summary>Names of the scenarios to measure; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>File for the results as JSON, if wanted.</summary>
    public string? Json { get; init; }
}
