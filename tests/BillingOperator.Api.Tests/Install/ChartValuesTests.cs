using System.Text.Json.Nodes;
using BillingOperator.Api.Tests.Yaml;
using BillingOperator.TestEnvironment.Metrics;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Api.Tests.Install;

/// <summary>What the chart makes of its values. Nothing here asks the cluster.</summary>
[Collection(HelmClusterCollection.Name)]
public sealed class ChartValuesTests(HelmCluster cluster)
{
    private const string Everything = "ci/everything-values.yaml";

    [Theory]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("{a}")]
    [InlineData("*a")]
    public async Task A_cluster_name_is_one_argument_whatever_it_holds(string name)
    {
        var rendered = await cluster.RenderAsync("--set-json", $"clusterName={JsonValue.Create(name).ToJsonString()}");

        var arguments = Of(rendered, "Deployment").Part("spec.template.spec.containers.0.args")!.AsArray();
        arguments.Select(one => (string?)one).Should().Contain($"--cluster-name={name}");
    }

    [Theory]
    [InlineData("", "billing-operator:0.1.0")]
    [InlineData("image.tag=1.2.3", "billing-operator:1.2.3")]
    [InlineData("image.registry=registry.example.com:5000", "registry.example.com:5000/billing-operator:0.1.0")]
    [InlineData("image.repository=a/b,image.tag=1.2.3", "a/b:1.2.3")]
    public async Task An_image_has_registry_repository_and_tag(string values, string image)
    {
        var rendered = await cluster.RenderAsync("--set", values);

        Images(rendered).Should().Equal(image, image);
    }

    [Fact]
    public async Task A_digest_says_which_image_it_is()
    {
        var digest = $"sha256:{new string('a', 64)}";

        var rendered = await cluster.RenderAsync("--set", $"image.tag=1.2.3,image.digest={digest}");

        Images(rendered).Should().Equal($"billing-operator@{digest}", $"billing-operator@{digest}");
    }

    [Fact]
    public async Task Every_object_has_the_common_labels_and_annotations()
    {
        var rendered = await cluster.RenderAsync("-f", Path.Combine(HelmCluster.Chart, Everything));

        rendered.Select(one => (string?)one["kind"]).Distinct().Should().HaveCount(17);
        foreach (var manifest in rendered)
        {
            var name = $"{manifest["kind"]} {manifest.Part("metadata.name")}";
            ((string?)manifest.Part("metadata.labels")!["team"]).Should().Be("finance", name);
            ((string?)manifest.Part("metadata.annotations")!["example.com/owner"]).Should().Be("finance", name);
        }
        var pod = Of(rendered, "Deployment").Part("spec.template.metadata.labels")!;
        ((string?)pod["team"]).Should().Be("finance");
        ((string?)pod["example.com/costs"]).Should().Be("finance");
    }

    [Fact]
    public async Task The_pod_of_helm_test_is_found_by_no_selector_of_the_operators_pods()
    {
        var rendered = await cluster.RenderAsync();

        var pod = Of(rendered, "Pod");
        var labels = pod.Part("metadata.labels")!.AsObject();
        string[] selectors = ["Deployment:spec.selector.matchLabels", "Service:spec.selector"];
        foreach (var selector in selectors.Select(one => one.Split(':')))
        {
            var wanted = Of(rendered, selector[0]).Part(selector[1])!.AsObject();
            wanted.Should().NotBeEmpty();
            wanted.All(label => JsonNode.DeepEquals(label.Value, labels[label.Key])).Should().BeFalse(selector[0]);
        }
        ((string?)pod.Part("spec.containers.0.args.0")).Should().Be("status");
    }

    [Theory]
    [InlineData("crds.keep=true", "keep")]
    [InlineData("crds.keep=false", null)]
    public async Task What_is_billed_and_by_whom_stays_unless_nothing_is_to_be_kept(string values, string? policy)
    {
        var rendered = await cluster.RenderAsync(
            "--set",
            values,
            "--set",
            "settings.spec.a=b,event.spec.a=b,credentials.accessKeyId=a,credentials.secretAccessKey=b"
        );

        string[] kinds = ["CustomResourceDefinition", "BillingServerSettings", "BillingEvent", "Secret"];
        var lasting = rendered
            .Where(one => kinds.Contains((string?)one["kind"]) || IsForPeople(one))
            .Select(one => (string?)one.Part("metadata.annotations")?["helm.sh/resource-policy"]);
        lasting.Should().HaveCount(9).And.AllBeEquivalentTo(policy);
    }

    [Fact]
    public async Task A_release_whose_name_no_Service_can_have_is_refused()
    {
        var render = () => cluster.ControlPlane.HelmAsync("template", "1.rel", HelmCluster.Chart);

        (await render.Should().ThrowAsync<CommandFailedException>())
            .Which.StandardError.Should()
            .Contain("1.rel-billing-operator, which is no name of a Service");
    }

    [Theory]
    [InlineData("image.registry=reg.example.com:5000/team/", "reg.example.com:5000/team/billing-operator:")]
    [InlineData("image.repository=localhost:5000/team/billing", "localhost:5000/team/billing:")]
    public async Task An_image_may_come_from_anywhere(string values, string image)
    {
        Images(await cluster.RenderAsync("--set", values)).Should().AllSatisfy(it => it.Should().StartWith(image));
    }

    [Theory]
    [InlineData("replicas=2", "maxUnavailable", "1")]
    [InlineData("podDisruptionBudget.maxUnavailable=50%", "maxUnavailable", "50%")]
    [InlineData("podDisruptionBudget.minAvailable=1", "minAvailable", "1")]
    [InlineData("podDisruptionBudget.minAvailable=0", "minAvailable", "0")]
    public async Task A_disruption_budget_has_one_of_its_two_limits(string values, string field, string limit)
    {
        var rendered = await cluster.RenderAsync("--set", values);

        var spec = Of(rendered, "PodDisruptionBudget")["spec"]!.AsObject();
        spec.Select(one => one.Key).Should().BeEquivalentTo(field, "selector");
        spec[field]!.ToString().Should().Be(limit);
    }

    [Theory]
    [InlineData("1.20", "policy/v1beta1")]
    [InlineData("1.21", "policy/v1")]
    public async Task A_disruption_budget_is_of_a_version_that_the_server_has(string server, string version)
    {
        var rendered = await cluster.RenderAsync("--kube-version", server);

        ((string?)Of(rendered, "PodDisruptionBudget")["apiVersion"]).Should().Be(version);
    }

    [Fact]
    public async Task Names_can_be_overridden()
    {
        var rendered = await cluster.RenderAsync("--set", "nameOverride=billing,fullnameOverride=billing-eu");

        var deployment = Of(rendered, "Deployment");
        ((string?)deployment.Part("metadata.name")).Should().Be("billing-eu");
        ((string?)deployment.Part("spec.template.spec.serviceAccountName")).Should().Be("billing-eu");
        ((string?)deployment.Part("spec.selector.matchLabels")!["app.kubernetes.io/name"]).Should().Be("billing");
        ((string?)Of(rendered, "Service").Part("metadata.name")).Should().Be("billing-eu-metrics");
    }

    [Fact]
    public async Task A_network_policy_lets_in_requests_for_metrics_alone()
    {
        var rendered = await cluster.RenderAsync("--set", "networkPolicy.enabled=true");

        var spec = Of(rendered, "NetworkPolicy")["spec"]!;
        spec["policyTypes"]!.AsArray().Select(one => (string?)one).Should().Equal("Ingress");
        spec["ingress"]!.ToJsonString().Should().Be("""[{"ports":[{"port":"http"}]}]""");
    }

    [Fact]
    public async Task Alerts_and_dashboard_are_those_of_the_files()
    {
        var rendered = await cluster.RenderAsync(
            "--set",
            "metrics.prometheusRule.enabled=true,metrics.dashboard.enabled=true"
        );

        var dashboard = Of(rendered, "ConfigMap");
        JsonNode
            .DeepEquals(Of(rendered, "PrometheusRule")["spec"], YamlFile.Read(MonitoringFiles.Rules))
            .Should()
            .BeTrue();
        ((string?)dashboard.Part("metadata.labels")!["grafana_dashboard"]).Should().Be("1");
        ((string?)dashboard["data"]!["billing-operator.json"])
            .Should()
            .Be(
                await File.ReadAllTextAsync(
                    Path.Combine(HelmCluster.Chart, "files", "dashboards", "billing-operator.json")
                )
            );
    }

    [Fact]
    public async Task An_older_Kubernetes_than_1_20_is_refused()
    {
        (await cluster.RefusalAsync("--kube-version", "1.19.16"))
            .Should()
            .Contain("chart requires kubeVersion: >=1.20.0-0");
        (await cluster.RenderAsync("--kube-version", "1.20.0-eks-1")).Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("replica=3", "'replica'")]
    [InlineData("resources.limit.cpu=1", "'limit'")]
    [InlineData("resources.limits.cpus=1", "'cpus'")]
    [InlineData("resources.limits.memory=1GB", "/resources/limits/memory")]
    [InlineData("operator.extraEnv[0].nam=A", "'nam'")]
    [InlineData("operator.extraEnv[0].name=A,operator.extraEnv[0].valueFrom.secretRef.name=b", "'secretRef'")]
    [InlineData("tolerations[0].keys=a", "'keys'")]
    [InlineData("affinity.podAntiafinity.a=b", "'podAntiafinity'")]
    [InlineData("affinity.nodeAffinity.required.a=b", "'required'")]
    [InlineData("topologySpreadConstraints[0].skew=1", "'skew'")]
    [InlineData("imagePullSecrets[0].secret=a", "'secret'")]
    [InlineData("podSecurityContext.runAsNonroot=true", "'runAsNonroot'")]
    [InlineData("securityContext.capabilities.dropped[0]=ALL", "'dropped'")]
    [InlineData("extraVolumes[0].name=a,extraVolumes[0].config.name=b", "'config'")]
    [InlineData("extraVolumeMounts[0].path=/a", "'path'")]
    [InlineData("networkPolicy.from[0].selector.a=b", "'selector'")]
    [InlineData("image.digest=sha256:1", "/image/digest")]
    [InlineData("operator.kubeApiQps=1", "/operator/kubeApiQps")]
    [InlineData("image.registry=https://reg.example.com", "/image/registry")]
    [InlineData("image.registry=Reg.example.com", "/image/registry")]
    [InlineData("image.repository=Team/billing", "/image/repository")]
    [InlineData("image.repository=billing/", "/image/repository")]
    [InlineData("imagePullSecrets[0].name=A_b", "/imagePullSecrets/0/name")]
    [InlineData("serviceAccount.name=Bad_name", "/serviceAccount/name")]
    [InlineData("operator.extraEnv[0].name=A B", "/operator/extraEnv/0/name")]
    [InlineData("podDisruptionBudget.maxUnavailable=500%", "/podDisruptionBudget/maxUnavailable")]
    [InlineData("networkPolicy.from[0].ipBlock.cidr=10.0.0.1", "/networkPolicy/from/0/ipBlock/cidr")]
    [InlineData("clusterName=null", "'clusterName'")]
    [InlineData("operator.logLevel=null", "'logLevel'")]
    [InlineData("event.name=null", "'name'")]
    [InlineData("metrics.serviceMonitor=null", "'serviceMonitor'")]
    [InlineData("networkPolicy=null", "'networkPolicy'")]
    public async Task A_mistyped_value_is_refused(string values, string named)
    {
        (await cluster.RefusalAsync("--set", values)).Should().Contain(named);
    }

    [Theory]
    [InlineData("podLabels.app\\.kubernetes\\.io/name=a", "podLabels: the chart sets the label app.kubernetes.io/name")]
    [InlineData("commonLabels.app\\.kubernetes\\.io/instance=a", "commonLabels: the chart sets the label")]
    [InlineData(
        "serviceAccount.create=false",
        "serviceAccount.name: it is needed where serviceAccount.create is false"
    )]
    [InlineData("credentials.accessKeyId=a", "credentials: accessKeyId and secretAccessKey are set together")]
    [InlineData("operator.extraArgs={--http-port=9090}", "operator.extraArgs: --http-port is set by the chart")]
    [InlineData("operator.extraArgs={--log-level=Debug}", "set operator.logLevel instead")]
    [InlineData(
        "operator.extraEnv[0].name=POD_NAMESPACE,operator.extraEnv[0].value=a",
        "operator.extraEnv: POD_NAMESPACE is set by the chart"
    )]
    [InlineData("podDisruptionBudget.maxUnavailable=0", "podDisruptionBudget: with maxUnavailable 0 or blank no node")]
    [InlineData("podDisruptionBudget.minAvailable=2", "podDisruptionBudget: with minAvailable 2 of 2 replicas no node")]
    [InlineData("podDisruptionBudget.minAvailable=100%", "podDisruptionBudget: with minAvailable 100% of 2 replicas")]
    [InlineData("fullnameOverride=billing-landlord", "billing-landlord, which is a role for people")]
    [InlineData("global.imageRegistry=a", "global.imageRegistry: the chart reads nothing below global")]
    public async Task What_cannot_work_is_refused_with_a_sentence(string values, string sentence)
    {
        (await cluster.RefusalAsync("--set", values)).Should().Contain(sentence);
    }

    [Fact]
    public async Task As_part_of_another_chart_it_leaves_global_to_that()
    {
        using var parent = new ParentChart();

        var rendered = await cluster.ControlPlane.HelmAsync(
            "template",
            "a",
            parent.FullPath,
            "--set",
            "global.imageRegistry=b,billing-operator.enabled=true"
        );

        rendered.Should().Contain("kind: Deployment");
    }

    private static bool IsForPeople(JsonObject manifest) =>
        (string?)manifest["kind"] == "ClusterRole" && (string?)manifest.Part("metadata.name") != "billing-operator";

    private static IEnumerable<string?> Images(IReadOnlyList<JsonObject> rendered) =>
        [
            (string?)Of(rendered, "Deployment").Part("spec.template.spec.containers.0.image"),
            (string?)Of(rendered, "Pod").Part("spec.containers.0.image"),
        ];

    private static JsonObject Of(IReadOnlyList<JsonObject> rendered, string kind) =>
        rendered.Single(manifest => (string?)manifest["kind"] == kind);
}
