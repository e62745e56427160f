using Amazon.S3;

namespace BillingOperator.Storage.Failures;

/// <summary>The store takes a write without headers that the settings ask for, and refuses it with them.</summary>
/// <param name="headers">The headers: one, or several where no single one is to blame.</param>
/// <param name="refusal">How it refused.</param>
internal sealed class RefusedHeaderException(IReadOnlyList<AskedHeader> headers, AmazonS3Exception refusal)
    : NotSupportedException("a header is refused", refusal)
{
    /// <summary>The headers: one, or several where no single one is to blame.</summary>
    public IReadOnlyList<AskedHeader> Headers => headers;

    /// <summary>How it refused.</summary>
    public AmazonS3Exception Refusal => refusal;
}
