using System.Diagnostics;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Proxying;
using BillingOperator.Tests.Commands;
using BillingOperator.Tests.EndToEnd;
using BillingOperator.Tests.EndToEnd.Visibility;

namespace BillingOperator.Tests.Image;

/// <summary>
/// The operator out of the image's root file system, as strict clusters run it: any user, read-only, no capabilities.
/// </summary>
[Collection(NeighborsCollection.Name)]
public sealed class ContainerTests(ContainerImage image, Installation installation) : IDisposable
{
    private const string Authorities = "/etc/ssl/certs/ca-certificates.crt";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ManifestFolder _data = new();

    public void Dispose() => _data.Dispose();

    [PublishedFact]
    public async Task The_program_starts_and_there_is_no_shell()
    {
        var version = await RunAsync([], "billing-operator", "version");
        var shell = await RunAsync([], "sh", "-c", "echo reached");

        (version.ExitCode, version.Error).Should().Be((0, ""));
        version.Output.Should().MatchRegex("^Client version: [0-9.]+\n");
        (shell.ExitCode, shell.Output).Should().Be((127, ""), "chroot answers so where a command is not found");
    }

    [PublishedFact]
    public async Task A_run_goes_to_a_store_with_a_private_authority()
    {
        using var bucket = await CreateBucketAsync();
        await using var store = await StartTlsAsync();
        var authority = await File.ReadAllTextAsync(installation.Cluster.CertificateAuthorityFile);
        var indented = authority.Trim().Replace("\n", "\n    ", StringComparison.Ordinal);
        Declare(bucket, store, $"caBundle:\n  inline: |\n    {indented}");

        var run = await RunAsync([Data], "billing-operator", "run", "--manifests", "/data");

        run.ExitCode.Should().Be(0, run.Error);
        run.Output.Should().Contain("records: 1 stored now");
        (await bucket.KeysAsync("finance/nightly")).Should().HaveCount(4);
    }

    [PublishedFact]
    public async Task Without_a_bundle_of_its_own_it_trusts_the_authorities_of_the_image()
    {
        using var bucket = await CreateBucketAsync();
        await using var store = await StartTlsAsync();
        Declare(bucket, store);
        var before = await RunAsync([Data], "billing-operator", "run", "--manifests", "/data");

        // As clusters do it whose nodes sit behind a proxy that breaks TLS open.
        File.Copy(installation.Cluster.CertificateAuthorityFile, Path.Combine(_data.Path, "ca"));
        string[] mounts = [Data, $"{_data.Path}/ca:{Authorities}"];
        var after = await RunAsync(mounts, "billing-operator", "run", "--manifests", "/data");

        before.ExitCode.Should().Be(1);
        before.Error.Should().Contain("CertificateUntrusted: ");
        after.ExitCode.Should().Be(0, after.Error);
    }

    [PublishedFact]
    public async Task The_operator_knows_a_change_of_the_clock_and_sends_its_metrics_by_OTLP()
    {
        using var site = await installation.CreateSiteAsync("image");
        await site.CreateSecretAsync();
        await site.ApplySettingsAsync();
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        var change = NextSpring();
        await site.ApplyEventAsync(
            enabled: true,
            $"""
            schedule: "30 2 {change.Day} {change.Month} *"
              timeZone: Europe/Berlin
            """
        );
        await using var receiver = await OtlpReceiver.StartAsync("http/protobuf");

        await using var op = OperatorProcess.Launch(
            arguments => image.Start([Data], ["billing-operator", .. arguments]),
            await CopyKubeconfigAsync(),
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://localhost:{receiver.Endpoint.Port}", // A name, to be looked up.
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            }
        );
        await op.ReadyAsync();
        var status = (await site.RunsEndedAsync(1))["status"]!;

        // 02:30 does not exist on that day: the slot is at 03:00 of summer time.
        ((DateTimeOffset)status["nextRunTime"]!)
            .Should()
            .Be(new DateTimeOffset(change, TimeSpan.Zero).AddHours(1));
        await Eventually.TrueAsync(
            () => Task.FromResult(receiver.Metrics.Contains("billing_run_records")),
            Patience,
            () => $"arrived: {string.Join(", ", receiver.Metrics)}; log: {op.Log}"
        );
        var process = await File.ReadAllTextAsync($"/proc/{op.Id}/status");
        process.Should().MatchRegex("\nUid:\t12345\t").And.MatchRegex("\nGid:\t0\t").And.Contain("\nNoNewPrivs:\t1\n");
        process.Should().MatchRegex("\nCapPrm:\t0+\nCapEff:\t0+\nCapBnd:\t0+\nCapAmb:\t0+\n");
        (await op.StopAsync()).Should().Be(0, op.Log);
    }

    private string Data => $"{_data.Path}:/data";

    private async Task<ProgramRun> RunAsync(IEnumerable<string> mounts, params string[] command)
    {
        await ContainerImage.ShowToAllAsync(_data.Path);
        var start = image.Start(mounts, command);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["AWS_ACCESS_KEY_ID"] = installation.S3.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = installation.S3.SecretAccessKey;
        using var process = Process.Start(start)!;
        return await ProgramRun.EndOfAsync(process);
    }

    private async Task<Bucket> CreateBucketAsync()
    {
        var bucket = new Bucket(installation.S3, $"image-{Guid.NewGuid():N}"[..18]);
        await bucket.CreateAsync();
        return bucket;
    }

    private async Task<FaultProxy> StartTlsAsync()
    {
        using var authority = installation.Cluster.OpenCertificateAuthority();
        return await FaultProxy.StartAsync(installation.S3, authority.IssueServer("127.0.0.1"));
    }

    private void Declare(Bucket bucket, FaultProxy store, string more = "") =>
        _data
            .With("tenant.yaml", ManifestFolder.Tenant("acme"))
            .With(
                "event.yaml",
                RunToFolder.Event.Replace(
                    "enabled: true",
                    "enabled: true, timeZone: US/Pacific",
                    StringComparison.Ordinal
                )
            )
            .With(
                "settings.yaml",
                $$"""
                apiVersion: billing.pureconnect.io/v1
                kind: BillingServerSettings
                metadata: {name: default}
                spec:
                  credentials: {secretRef: {name: billing-s3} }
                  s3:
                    bucket: {{bucket.Name}}
                    region: us-east-1
                    prefix: finance
                    endpoint: https://{{store.Endpoint.Authority}}
                    forcePathStyle: true
                    {{more.Replace("\n", "\n    ", StringComparison.Ordinal)}}
                """
            );

    /// <summary>The operator's kubeconfig in the mounted folder; its path there.</summary>
    private async Task<string> CopyKubeconfigAsync()
    {
        var authority = installation.Cluster.CertificateAuthorityFile;
        File.Copy(authority, Path.Combine(_data.Path, "ca.crt"));
        var kubeconfig = await File.ReadAllTextAsync(installation.OperatorKubeconfig);
        _data.With("kubeconfig", kubeconfig.Replace(authority, "/data/ca.crt", StringComparison.Ordinal));
        await ContainerImage.ShowToAllAsync(_data.Path);
        return "/data/kubeconfig";
    }

    /// <summary>The next last Sunday of March, when clocks in Europe go forward at 01:00 in UTC.</summary>
    private static DateTime NextSpring()
    {
        var tomorrow = TimeProvider.System.GetUtcNow().Date.AddDays(1);
        return Enumerable
            .Range(tomorrow.Year, 2)
            .Select(year => new DateTime(year, 3, 31, 0, 0, 0, DateTimeKind.Unspecified))
            .Select(end => end.AddDays(-(int)end.DayOfWeek))
            .First(sunday => sunday > tomorrow);
    }
}
