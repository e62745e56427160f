namespace BillingOperator.Api.Tests.Install;

/// <summary>Small manifests, with the interesting part as YAML in one line.</summary>
internal static class Manifests
{
    public static string Tenant(string name, string billing) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: Tenant
            metadata: {name: {{name}}, namespace: default}
            spec:
              billing: {{billing}}
            """;

    public static string Settings(string name, string credentials) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingServerSettings
            metadata: {name: {{name}}}
            spec:
              s3: {bucket: contoso-billing}
              credentials: {{credentials}}
            """;

    public static string Event(string name, string spec) =>
        $$"""
            apiVersion: billing.pureconnect.io/v1
            kind: BillingEvent
            metadata: {name: {{name}}}
            spec: {{spec}}
            """;
}
