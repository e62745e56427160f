using System.Diagnostics;

namespace BillingOperator.Tests;

/// <summary>
/// The program to start: the published one that <c>BILLING_TEST_PROGRAM</c> names, as the container has it, or else the
/// build beside the tests.
/// </summary>
internal static class OperatorProgram
{
    /// <summary>The words that start it, without arguments.</summary>
    public static IReadOnlyList<string> CommandLine { get; } =
        Environment.GetEnvironmentVariable("BILLING_TEST_PROGRAM") is { Length: > 0 } program
            ? [program]
            : ["dotnet", Path.Combine(AppContext.BaseDirectory, "billing-operator.dll")];

    /// <summary>How to start it with arguments.</summary>
    public static ProcessStartInfo With(params string[] arguments) =>
        new(CommandLine[0], [.. CommandLine.Skip(1), .. arguments])
        {
            // It lives for seconds only: collecting profiles for better code would slow down the plain build.
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
}
