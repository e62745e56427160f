namespace BillingOperator.Kubernetes.Configuration;

/// <summary>A file that may be opened is not one to be read.</summary>
/// <param name="message">What is wrong and what to do; it follows the file's name.</param>
public sealed class UnreadableFileException(string message) : IOException(message);
