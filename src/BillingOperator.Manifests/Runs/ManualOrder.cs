using BillingOperator.Api.Settings;
using BillingOperator.Billing.Reports;
using BillingOperator.Billing.Runs;

namespace BillingOperator.Manifests.Runs;

/// <summary>An event of the manifests that a person runs.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Run">The order of the run; <see langword="null"/> where there is an error.</param>
/// <param name="Settings">The valid settings that it names; <see langword="null"/> for a run into a folder.</param>
/// <param name="Error">Why it cannot run; <see langword="null"/> where it can.</param>
public sealed record ManualOrder(
    string Event,
    RunSpec? Run,
    BillingServerSettingsSpec? Settings = null,
    ManualRunFailure? Error = null
);
