using BillingOperator.Api.Settings;
using BillingOperator.Storage.Credentials;
using BillingOperator.Storage.S3;

namespace BillingOperator.Stores;

/// <summary>Opens the bucket that settings name.</summary>
internal sealed class SettingsStores(ISecretReader secrets, TimeProvider time)
{
    /// <summary>Opens a bucket; whoever opens it disposes of it. Secrets are read when they are used.</summary>
    /// <param name="spec">Valid settings.</param>
    /// <param name="concurrency">Requests at the same time, at most.</param>
    public S3ObjectStore Open(BillingServerSettingsSpec spec, int concurrency) => new(spec, secrets, time, concurrency);
}
