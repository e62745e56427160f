namespace BillingOperator.TestEnvironment;

/// <summary>A real S3 server on loopback, and a user of it who may create buckets.</summary>
public interface IS3Server : IAsyncDisposable
{
    /// <summary>The server's address, plain HTTP.</summary>
    Uri Endpoint { get; }

    /// <summary>The user's key id.</summary>
    string AccessKeyId { get; }

    /// <summary>The secret of <see cref="AccessKeyId" />.</summary>
    string SecretAccessKey { get; }
}
