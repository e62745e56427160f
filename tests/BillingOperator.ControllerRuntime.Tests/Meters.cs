using System.Diagnostics.Metrics;
using BillingOperator.ControllerRuntime.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace BillingOperator.ControllerRuntime.Tests;

/// <summary>Instruments that belong to one test.</summary>
internal static class Meters
{
    public static IMeterFactory Factory() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    public static RuntimeMetrics Runtime() => new(Factory());
}
