using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Commands;

/// <summary>What the pod of <c>helm test</c> runs, run.</summary>
[Collection(EventsCollection.Name)]
public sealed class HelmTestTests(RunningOperator installation)
{
    [Theory]
    [InlineData("billing-operator", 0)]
    [InlineData("stranger", 2)]
    public async Task It_succeeds_with_the_rights_of_the_operators_account_and_fails_without(
        string account,
        int exitCode
    )
    {
        var rendered = await installation.Cluster.HelmAsync(
            "template",
            "billing-operator",
            Repository.PathOf("charts", "billing-operator"),
            "-n",
            Installation.OwnNamespace,
            "--show-only",
            "templates/tests/status.yaml"
        );
        var pod = JsonNode.Parse(
            await installation.Cluster.KubectlWithInputAsync(
                rendered,
                ["create", "--dry-run=client", "--validate=false", "-o", "json", "-f", "-"]
            )
        )!["spec"]!;
        var arguments = pod["containers"]![0]!["args"]!.AsArray().Select(one => (string)one!);
        await installation.Cluster.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: stranger, namespace: {{Installation.OwnNamespace}}}
            """
        );
        var token = await installation.Cluster.ServiceAccountTokenAsync(Installation.OwnNamespace, account);
        var kubeconfig = await installation.Cluster.WriteKubeconfigAsync(installation.Cluster.Server, token);

        var run = await ProgramRun.ToEndAsync(
            new Dictionary<string, string> { ["KUBECONFIG"] = kubeconfig },
            [.. arguments]
        );

        ((string?)pod["serviceAccountName"]).Should().Be("billing-operator");
        run.ExitCode.Should().Be(exitCode, run.Output + run.Error);
    }
}
