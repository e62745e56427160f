namespace BillingOperator.Manifests.Tests;

/// <summary>A valid object of each kind.</summary>
internal static class ManifestSamples
{
    public const string Acme = """
        apiVersion: billing.pureconnect.io/v1
        kind: Tenant
        metadata:
          name: acme
          namespace: team
          labels: {region: eu}
        spec:
          displayName: Acme
          billing: {billable: PureConnect, deployment: OnPremises}
        """;

    public const string Settings = """
        apiVersion: billing.pureconnect.io/v1
        kind: BillingServerSettings
        metadata: {name: default}
        spec:
          s3: {bucket: billing}
          credentials: {workloadIdentity: {}}
        """;

    public const string Event = """
        apiVersion: billing.pureconnect.io/v1
        kind: BillingEvent
        metadata: {name: monthly}
        spec: {enabled: true, uploadConcurrency: 64}
        """;
}
