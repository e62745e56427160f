namespace BillingOperator.Controllers.Overview;

/// <summary>A line for a person to read, and what it means.</summary>
/// <param name="Text">The line, as users and stores wrote parts of it.</param>
/// <param name="Tone">What it means.</param>
public sealed record OverviewLine(string Text, OverviewTone Tone = OverviewTone.Plain);
