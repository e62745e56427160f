using BillingOperator.TestEnvironment;

namespace BillingOperator.Tests.EndToEnd.Visibility;

[Collection(SettingsCollection.Name)]
public sealed class OtlpTests(RunningOperator installation)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Some =
    [
        "leader_election_master_status",
        "rest_client_requests_total",
        "workqueue_depth",
        "billing_tenants",
        "billing_settings_ready",
    ];

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task With_an_endpoint_the_metrics_arrive_there(string protocol)
    {
        using var site = await installation.CreateSiteAsync("otlp");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await using var receiver = await OtlpReceiver.StartAsync(protocol);
        await using var op = await OperatorProcess.StartAsync(
            installation.OperatorKubeconfig,
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Endpoint.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            }
        );

        await Eventually.TrueAsync(
            () => Task.FromResult(Some.All(receiver.Metrics.Contains)),
            Patience,
            () => $"arrived: {string.Join(", ", receiver.Metrics)}; log: {op.Log}"
        );
        receiver.Services.Should().Equal("billing-operator");
        (await op.StopAsync()).Should().Be(0);
    }
}
