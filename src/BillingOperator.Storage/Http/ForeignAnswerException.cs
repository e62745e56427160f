using System.Net;

namespace BillingOperator.Storage.Http;

/// <summary>A success that is not S3's: something else answered in the store's place.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="words">The first words of the answer; empty where it had none.</param>
internal sealed class ForeignAnswerException(int status, string words)
    : ProtocolViolationException($"the answer {status} is not S3's: {words}")
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>The first words of the answer; empty where it had none.</summary>
    public string Words => words;
}
