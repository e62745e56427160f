namespace BillingOperator.Manifests;

/// <summary>A file that was looked for.</summary>
/// <param name="Path">As it was named, or found in a folder that was; <c>-</c> for the standard input.</param>
/// <param name="Text">What it holds; <see langword="null"/> if it is not UTF-8, or cannot be read.</param>
/// <param name="Failure">Why it cannot be read.</param>
internal sealed record ManifestFile(string Path, string? Text, string? Failure = null);
