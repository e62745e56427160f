using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.Failures;

namespace BillingOperator.Storage.Credentials;

/// <summary>
/// The session of an assumed role: renewed well before it ends, and at once when the credentials it was had with change.
/// </summary>
internal sealed class AssumedRoleCredentials(
    AssumeRoleSettings role,
    PreparedCredentials source,
    IAmazonSecurityTokenService sts,
    TimeProvider time
) : PreparedCredentials, IDisposable
{
    private const string DefaultSessionName = "billing-operator";
    private const int DefaultDurationSeconds = 3600;

    /// <summary>How long before its end a session is renewed: longer than any one request may take.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    /// <summary>How long a session that could not be renewed is used before the next try.</summary>
    private static readonly TimeSpan RenewAgain = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _renewal = new(1, 1);
    private Session? _session;

    public void Dispose()
    {
        sts.Dispose();
        (source as IDisposable)?.Dispose();
        _renewal.Dispose();
    }

    protected override async ValueTask<ImmutableCredentials> ResolveAsync(CancellationToken cancellationToken)
    {
        var sourceKeys = await source.PrepareAsync(cancellationToken);
        if (Current(sourceKeys) is { } session)
        {
            return session.Keys;
        }
        await _renewal.WaitAsync(cancellationToken);
        try
        {
            session = Current(sourceKeys) ?? await RenewAsync(sourceKeys, cancellationToken);
            _session = session;
            return session.Keys;
        }
        finally
        {
            _renewal.Release();
        }
    }

    private Session? Current(ImmutableCredentials sourceKeys) =>
        _session is { } session && session.SourceAccessKey == sourceKeys.AccessKey && time.GetUtcNow() < session.RenewAt
            ? session
            : null;

    private async Task<Session> RenewAsync(ImmutableCredentials sourceKeys, CancellationToken cancellationToken)
    {
        try
        {
            return await AssumeAsync(sourceKeys, cancellationToken);
        }
        // STS is away for the moment, and the session goes on being good until it ends.
        catch (ObjectStoreException failure)
            when (!failure.IsPermanent
                && _session is { } session
                && session.SourceAccessKey == sourceKeys.AccessKey
                && time.GetUtcNow() < session.End
            )
        {
            return session with { RenewAt = time.GetUtcNow() + RenewAgain };
        }
    }

    private async Task<Session> AssumeAsync(ImmutableCredentials sourceKeys, CancellationToken cancellationToken)
    {
        var keys = (await RequestAsync(cancellationToken)).Credentials;
        var now = time.GetUtcNow();
        var lifetime = keys.Expiration is { } end ? end.ToUniversalTime() - now.UtcDateTime : RenewBefore;
        return new Session(
            new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
            sourceKeys.AccessKey,
            now + (lifetime > RenewBefore * 2 ? lifetime - RenewBefore : lifetime / 2),
            now + lifetime
        );
    }

    private async Task<AssumeRoleResponse> RequestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await sts.AssumeRoleAsync(
                new AssumeRoleRequest
                {
                    RoleArn = role.RoleArn,
                    ExternalId = role.ExternalId,
                    RoleSessionName = role.SessionName ?? DefaultSessionName,
                    DurationSeconds = role.DurationSeconds ?? DefaultDurationSeconds,
                },
                cancellationToken
            );
        }
        catch (AmazonSecurityTokenServiceException error) when (error.ErrorCode is "AccessDenied" or "NoSuchEntity")
        {
            throw new ObjectStoreException(
                ObjectStoreFailure.AccessDenied,
                $"role {role.RoleArn} cannot be assumed; check spec.credentials.assumeRole, "
                    + "that the role exists, and that its trust policy admits these credentials and the external id",
                error
            );
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            throw S3ErrorMap.Translate(error, S3Target.Sts("AssumeRole", role.RoleArn ?? ""));
        }
    }

    private sealed record Session(
        ImmutableCredentials Keys,
        string SourceAccessKey,
        DateTimeOffset RenewAt,
        DateTimeOffset End
    );
}
