namespace BillingOperator.Manifests;

/// <summary>A path on the command line cannot be read; the message says which and why.</summary>
public sealed class ManifestPathException(string message, Exception? innerException = null)
    : Exception(message, innerException);
