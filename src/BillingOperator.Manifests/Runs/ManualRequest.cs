namespace BillingOperator.Manifests.Runs;

/// <summary>What a person asks to be run.</summary>
/// <param name="Event">The one event; <see langword="null"/> for all.</param>
/// <param name="Period">The period to bill; <see langword="null"/> for the current one of each event.</param>
/// <param name="IsIntoFolder">Whether it is to be written into a folder, which needs no settings.</param>
/// <param name="Version">Version of the program, for the manifest in the bucket.</param>
public sealed record ManualRequest(string? Event, string? Period, bool IsIntoFolder, string Version);
