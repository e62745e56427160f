using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Failures;

namespace BillingOperator.Storage.Credentials;

/// <summary>
/// The AWS default chain: environment, web identity token file (IRSA), container credentials (EKS Pod Identity), instance
/// profile; for people, profiles too. The SDK keeps and renews what it finds.
/// </summary>
/// <param name="isPersons">Whether somebody at a terminal is to have them, and no workload of a cluster.</param>
internal sealed class WorkloadCredentials(bool isPersons) : PreparedCredentials, IDisposable
{
    private const string NothingFound = "no web identity token file, container endpoint or instance profile was found";

    /// <summary>Away from AWS the chain ends by asking an address that nobody has.</summary>
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(8);

    private readonly DefaultAWSCredentialsIdentityResolver _chain = new();

    // A trimmed program cannot find the STS client by reflection, as the SDK would for web identity tokens.
    static WorkloadCredentials() =>
        GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(
            context => new AmazonSecurityTokenServiceClient(
                new AnonymousAWSCredentials(),
                context.SecurityTokenServiceClientContextData?.Region
            )
        );

    public void Dispose() => _chain.Dispose();

    protected override async ValueTask<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SearchAsync(cancellationToken).WaitAsync(LongestSearch, cancellationToken);
        }
        // Whatever it is (a token file that is missing or may not be read, a profile that is broken): it is about these.
        catch (Exception error) when (error is not ObjectStoreException && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectStoreException(
                ObjectStoreFailure.InvalidCredentials,
                isPersons
                    ? $"the AWS default chain gives no credentials ({Why(error)}); without a cluster, give the keys by "
                        + "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile by AWS_PROFILE"
                    : $"the workload's own identity gives no credentials ({Why(error)}); "
                        + "annotate the service account with a role that trusts it, or use spec.credentials.secretRef",
                error
            );
        }
    }

    private static string Why(Exception error) =>
        error.InnerException?.Message
        ?? (
            error is AmazonClientException or AmazonServiceException or TimeoutException ? NothingFound : error.Message
        );

    private async Task<ImmutableCredentials> SearchAsync(CancellationToken cancellationToken)
    {
        var found = await _chain.ResolveIdentityAsync(clientConfig: null, cancellationToken);
        try
        {
            return await found.GetCredentialsAsync();
        }
        catch (Exception error) when (Transient(error) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>An identity was found, but STS or the container's endpoint cannot be reached, or is throttled.</summary>
    private static ObjectStoreException? Transient(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is AmazonServiceException or HttpRequestException)
            {
                var failure = S3ErrorMap.Translate(cause, S3Target.Sts("Get", "the workload's credentials"));
                return failure.IsPermanent ? null : failure;
            }
        }
        return null;
    }
}
