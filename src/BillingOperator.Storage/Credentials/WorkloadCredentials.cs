using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;

namespace BillingOperator.Storage.Credentials;

/// <summary>
/// The AWS default chain: web identity token file (IRSA), container credentials (EKS Pod Identity), instance profile,
/// environment. The SDK keeps and renews what it finds.
/// </summary>
internal sealed class WorkloadCredentials(IClientConfig config) : PreparedCredentials
{
    // A trimmed program cannot find the STS client by reflection, as the SDK would for web identity tokens.
    static WorkloadCredentials() =>
        GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(
            context => new AmazonSecurityTokenServiceClient(
                new AnonymousAWSCredentials(),
                context.SecurityTokenServiceClientContextData?.Region
            )
        );

    protected override async ValueTask<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var chain = await DefaultAWSCredentialsIdentityResolver
            .GetCredentialsAsync(config)
            .WaitAsync(cancellationToken);
        return await chain.GetCredentialsAsync().WaitAsync(cancellationToken);
    }
}
