namespace BillingOperator.Hosting;

/// <summary>
/// The program was started in a way in which it cannot work. The message is one line for whoever started it; the exit code
/// is 2.
/// </summary>
internal sealed class MisuseException(string message, Exception? innerException = null)
    : Exception(message, innerException);
