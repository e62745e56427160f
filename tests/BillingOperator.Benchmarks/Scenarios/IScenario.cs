using BillingOperator.Benchmarks.Parts;
using BillingOperator.Benchmarks.Reports;

namespace BillingOperator.Benchmarks.Scenarios;

/// <summary>Something that is measured.</summary>
internal interface IScenario
{
    /// <summary>One word, for the command line.</summary>
    string Name { get; }

    /// <summary>What it does, for people who wait.</summary>
    string Does { get; }

    /// <summary>Measures on fresh servers.</summary>
    Task<IReadOnlyList<Result>> MeasureAsync(Stage stage, CancellationToken cancellationToken);
}
