using BillingOperator.TestEnvironment;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>OpenStack Swift's s3api.</summary>
public sealed class SwiftEnvironment : S3Environment
{
    protected override async Task<IS3Server> StartAsync() => await SwiftServer.StartAsync();
}
