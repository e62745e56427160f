using System.Net;
using System.Text;
using System.Text.Json;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Visibility;

/// <summary>An operator that logs all it can, to which everything happens that makes programs talk.</summary>
[Collection(NeighborsCollection.Name)]
public sealed class SecrecyTests(Installation installation)
{
    private const string WrongSecret = "Recognisable+Secret/1==";
    private const string SessionToken = "Recognisable+Session/2==";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Logs_are_json_lines_and_no_secret_is_in_them_nor_in_events_statuses_and_metrics()
    {
        await using var network = await FaultProxy.StartAsync(installation.Cluster);
        var kubeconfig = await installation.CopyKubeconfigAsync(network.Endpoint);
        var token = installation.OperatorToken;
        await using var op = await OperatorProcess.StartAsync(
            kubeconfig,
            "--log-format",
            "json",
            "--log-level",
            "Trace"
        );
        using var wrongKey = await FailingSiteAsync("wrong-key", WrongSecret, "InvalidCredentials");
        using var wrongToken = await FailingSiteAsync("token", WrongSecret, "InvalidCredentials", SessionToken);
        using var denied = await DeniedRunAsync();
        using var cut = await CutRunAsync();
        await BreakApiServerAsync(network, op);

        var seen = await EverythingAsync(op);
        foreach (var secret in new[] { WrongSecret, SessionToken, installation.S3.SecretAccessKey, token })
        {
            ShouldNotHold(seen, secret);
        }
        await op.StopAsync();
        foreach (var line in op.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            entry.RootElement.GetProperty("Timestamp").GetDateTimeOffset().Should().BeAfter(DateTimeOffset.UnixEpoch);
            entry.RootElement.GetProperty("Level").GetString().Should().NotBeEmpty();
            entry.RootElement.GetProperty("RenderedMessage").GetString().Should().NotBeEmpty();
        }
        ShouldNotHold(op.Log, token);
    }

    private async Task<Site> FailingSiteAsync(string name, string secret, string reason, string? sessionToken = null)
    {
        var site = await installation.CreateSiteAsync(name);
        await site.CreateSecretAsync(secret, sessionToken: sessionToken);
        var token = sessionToken is null ? "" : ", sessionTokenKey: sessionToken";
        await site.ApplySettingsAsync(credentials: $"secretRef: {{name: {site.Name}{token}}}");
        await site.SettingsAsync(it => it.Has("Ready", "False", reason), Patience);
        return site;
    }

    private async Task<Site> DeniedRunAsync()
    {
        var site = await installation.CreateSiteAsync("denied");
        using var fault = installation.S3Proxy.Fail(
            request => request.Path.Contains(site.Name, StringComparison.Ordinal) && IsRecord(request),
            Faults.S3Error(HttpStatusCode.Forbidden, "AccessDenied")
        );
        await StartRunAsync(site);
        await site.EventAsync(it => it.Has("Ready", "False", "AccessDenied"), Patience);
        return site;
    }

    private async Task<Site> CutRunAsync()
    {
        var site = await installation.CreateSiteAsync("cut");
        using var fault = installation.S3Proxy.Fail(
            request => request.Path.Contains(site.Name, StringComparison.Ordinal) && IsRecord(request),
            Faults.ConnectionLost()
        );
        await StartRunAsync(site);
        await site.EventAsync(it => it["status"]?["activeRun"]?["failedAttempts"] is not null, Patience);
        return site;
    }

    private static async Task StartRunAsync(Site site)
    {
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplyEventAsync(enabled: true);
    }

    private async Task BreakApiServerAsync(FaultProxy network, OperatorProcess op)
    {
        using var site = await installation.CreateSiteAsync("api");
        using var busy = network.Fail(IsStatus, Faults.Status(HttpStatusCode.TooManyRequests), times: 1);
        using var broken = network.Fail(IsStatus, Faults.Status(HttpStatusCode.InternalServerError), times: 1);
        using var lost = network.Fail(IsStatus, Faults.AnswerLost(), times: 1);
        using var unauthorized = network.Fail(IsStatus, Faults.Status(HttpStatusCode.Unauthorized), times: 1);
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await Eventually.TrueAsync(() => Task.FromResult(unauthorized.Hits == 1), Patience, () => op.Log);
        network.BreakConnections();
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
    }

    /// <summary>Log, events, statuses, metrics and health, as one text.</summary>
    private async Task<string> EverythingAsync(OperatorProcess op)
    {
        var all = new StringBuilder(op.Log);
        foreach (var kind in new[] { "events", "bten", "bss", "bev", "leases" })
        {
            all.AppendLine(await installation.Cluster.KubectlAsync("get", kind, "-A", "-o", "json"));
        }
        foreach (var path in new[] { "/metrics", "/healthz", "/readyz" })
        {
            all.AppendLine(await op.GetAsync(path));
        }
        var text = all.ToString();
        text.Should()
            .Contain("InvalidCredentials")
            .And.Contain("AccessDenied")
            .And.Contain("\"kind\": \"Event\"")
            .And.Contain("Exception");
        return text;
    }

    private static void ShouldNotHold(string text, string secret)
    {
        // As it is, as a Secret has it, as JSON writes it, as a query has it; and the signature of a token alone.
        string[] forms =
        [
            secret,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
            JsonSerializer.Serialize(secret).Trim('"'),
            Uri.EscapeDataString(secret),
            secret.Split('.')[^1],
        ];
        foreach (var form in forms)
        {
            text.Contains(form, StringComparison.OrdinalIgnoreCase).Should().BeFalse($"{secret[..14]}… is a secret");
        }
    }

    private static bool IsRecord(ProxiedRequest request) =>
        request.Method == "PUT" && Uri.UnescapeDataString(request.Path).Contains("/tenants/", StringComparison.Ordinal);

    private static bool IsStatus(ProxiedRequest request) => request.Path.EndsWith("/status", StringComparison.Ordinal);
}
