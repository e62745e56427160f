using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Amazon.S3.Model;
using BillingOperator.Api.Tenants;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Billing.Prefixes;
using BillingOperator.Billing.Records;
using BillingOperator.Billing.Runs;
using BillingOperator.Billing.Scheduling;
using BillingOperator.Billing.Tenants;
using BillingOperator.Storage.S3;
using BillingOperator.Storage.Tests.S3;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>
/// A bucket of its own behind a proxy with a fault: the probe, a run of three tenants and a run after a change, by the
/// product's own code.
/// </summary>
internal sealed class HostileCell(S3Environment s3, string bucket, S3ObjectStore store)
{
    private const string Prefix = "finance";
    private const string Period = "finance/pureconnect/billing_period=2026-11/";

    private static readonly ClusterIdentity Cluster = new("0e6cd0c2-4c6a-4a0a-9d7e-8d1c4a3f2b11", "test");

    /// <summary>What became of it: <c>billed</c>, or where it ended and why.</summary>
    public async Task<HostileOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var step = "probe";
        try
        {
            await new PrefixOwnership(store, Prefix, Cluster, TimeProvider.System).ProveAsync(cancellationToken);
            foreach (var run in new[] { "run-1", "run-2" })
            {
                step = run;
                var outcome = await BillAsync(run, cancellationToken);
                if (outcome.PointerFailure is { } problem)
                {
                    return new($"billed but pointer: {problem.Split(':')[0]}", problem);
                }
                await ShouldBeWholeAsync(run);
            }
            ((string)JsonNode.Parse(await ReadAsync($"{Period}latest.json"))!["run_id"]!).Should().Be("run-2");
            return HostileOutcome.Billed;
        }
        catch (ObjectStoreException failure)
        {
            return new($"{step}: {failure.Failure}", failure.Message);
        }
        catch (RunIncompleteException failure)
        {
            return new($"{step}: {failure.Failure}", failure.Message);
        }
    }

    private Task<RunOutcome> BillAsync(string run, CancellationToken cancellationToken)
    {
        var second = run == "run-2";
        var spec = new RunSpec
        {
            Event = "pureconnect",
            RunId = run,
            Trigger = "Schedule",
            Slot = new DateTimeOffset(2026, 11, second ? 2 : 1, 0, 0, 0, TimeSpan.Zero),
            Period = BillingPeriod.Parse("2026-11"),
            Prefix = Prefix,
            Cluster = Cluster.Name,
            ClusterUid = Cluster.Uid,
            OperatorVersion = "0.0.0",
            Concurrency = 4,
        };
        var tenants = new[] { Tenant("acme"), Tenant("globex", second ? "0043" : "0042"), Tenant("initech") };
        return new BillingRun(store, TimeProvider.System).ExecuteAsync(
            spec,
            new DeclaredTenants(tenants),
            new RunProgress(),
            cancellationToken
        );
    }

    /// <summary>Holds the bucket against the run's manifest, past the proxy and the product's code.</summary>
    private async Task ShouldBeWholeAsync(string run)
    {
        var manifest = JsonNode.Parse(await ReadAsync($"{Period}runs/{run}/manifest.json"))!;
        var records = manifest["records"]!.AsArray();
        records.Should().HaveCount(3);
        foreach (var record in records)
        {
            var content = await ReadAsync((string)record!["key"]!);
            Convert.ToHexStringLower(SHA256.HashData(content)).Should().Be((string)record["sha256"]!);
        }
    }

    private async Task<byte[]> ReadAsync(string key)
    {
        using var response = await s3.Admin.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = key });
        using var content = new MemoryStream();
        await response.ResponseStream.CopyToAsync(content);
        return content.ToArray();
    }

    private static TenantDeclaration Tenant(string id, string externalId = "0042") =>
        new()
        {
            Namespace = "tenants",
            Name = id,
            Uid = "uid-" + id,
            Generation = 1,
            Spec = new TenantSpec
            {
                Billing = new TenantBilling
                {
                    Billable = Billable.PureConnect,
                    Deployment = Deployment.Cloud,
                    Tier1AccountId = "T1",
                    Tier2AccountId = "T2",
                    Tier3AccountId = "T3",
                    ExternalId = externalId,
                    SourceId = "S",
                },
            },
        };
}
