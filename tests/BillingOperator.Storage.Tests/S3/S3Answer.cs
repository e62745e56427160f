using System.Text;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>An answer that is given in the S3 server's place.</summary>
public sealed record S3Answer(int Status, byte[] Body, params (string Name, string Value)[] Headers)
{
    /// <summary>An error as S3 writes it.</summary>
    public static S3Answer Error(int status, string code, string message = "") =>
        new(
            status,
            Encoding.UTF8.GetBytes(
                $"<Error><Code>{code}</Code><Message>{message}</Message><RequestId>1</RequestId></Error>"
            ),
            ("Content-Type", "application/xml")
        );
}
