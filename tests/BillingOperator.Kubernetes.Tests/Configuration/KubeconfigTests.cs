using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Tests.Configuration;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_current_context_names_server_namespace_and_user()
    {
        var file = _folder.Write(
            "config",
            """
            current-context: prod
            clusters: [{name: c, cluster: {server: "https://prod.example:6443"}}]
            users: [{name: u, user: {token: secret}}]
            contexts:
            - {name: dev, context: {cluster: c, user: u}}
            - {name: prod, context: {cluster: c, user: u, namespace: billing}}
            """
        );

        var configuration = Kubeconfig.Read(file).Choose(null);

        configuration.Server.Should().Be(new Uri("https://prod.example:6443"));
        configuration.Namespace.Should().Be("billing");
        configuration.CurrentContext.Should().Be("prod");
        configuration.User.Token.Should().Be("secret");
        configuration.ToString().Should().NotContain("secret");
        Kubeconfig.Read(file).Choose("dev").Namespace.Should().Be("default");
    }

    [Fact]
    public void A_kubeconfig_may_be_JSON()
    {
        var file = _folder.Write(
            "config",
            """
            {"current-context": "x", "users": null,
             "clusters": [{"name": "c", "cluster": {"server": "http://localhost:8080"}}],
             "contexts": [{"name": "x", "context": {"cluster": "c", "user": ""}}]}
            """
        );

        Kubeconfig.Read(file).Choose(null).Server.Port.Should().Be(8080);
    }

    [Fact]
    public void Of_merged_files_the_first_wins_entry_by_entry_and_whole()
    {
        var first = _folder.Write(
            "first",
            """
            clusters: [{name: c, cluster: {server: "https://first"}}]
            users: [{name: u, user: {token: first}}]
            """
        );
        var second = _folder.Write(
            "second",
            """
            current-context: x
            clusters: [{name: c, cluster: {server: "https://second", tls-server-name: second}}]
            users: [{name: u, user: {username: second, password: second}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            """
        );
        var third = _folder.Write("third", "current-context: y");

        var configuration = Kubeconfig.Read(first, second, third).Choose(null);

        configuration.CurrentContext.Should().Be("x");
        configuration.Server.Should().Be(new Uri("https://first"));
        configuration.Cluster.TlsServerName.Should().BeNull();
        configuration.User.Token.Should().Be("first");
        configuration.User.Username.Should().BeNull();
    }

    [Fact]
    public void Relative_paths_start_at_their_own_file()
    {
        var users = _folder.Write(
            "users/config",
            """
            users:
            - {name: file, user: {tokenFile: secrets/token}}
            - {name: exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/login}}}
            - {name: path, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: login}}}
            """
        );
        var contexts = _folder.Write(
            "contexts/config",
            """
            clusters: [{name: c, cluster: {server: "https://c"}}]
            contexts:
            - {name: file, context: {cluster: c, user: file}}
            - {name: exec, context: {cluster: c, user: exec}}
            - {name: path, context: {cluster: c, user: path}}
            """
        );

        var kubeconfig = Kubeconfig.Read(contexts, users);

        kubeconfig.Choose("file").User.TokenFile.Should().Be(_folder.PathOf("users", "secrets", "token"));
        kubeconfig.Choose("exec").User.Exec!.Command.Should().Be(_folder.PathOf("users", "bin", "login"));
        kubeconfig.Choose("path").User.Exec!.Command.Should().Be("login");
    }

    [Fact]
    public void Impersonation_is_read_whole()
    {
        var user = User("{as: jane, as-uid: '7', as-groups: [a], as-user-extra: {scopes: [x]}}");

        user.Impersonation.Should()
            .BeEquivalentTo(
                new Impersonation
                {
                    User = "jane",
                    Uid = "7",
                    Group = "a",
                    Extra = new Dictionary<string, string> { ["scopes"] = "x" },
                }
            );
    }

    [Theory]
    [InlineData("{client-certificate-data: '%%%', client-key-data: eA==}", "client-certificate-data is not base64")]
    [InlineData(
        "{client-certificate-data: eA==, client-key-data: eA==}",
        "client-certificate-data and its key cannot be used"
    )]
    [InlineData("{client-certificate: nowhere.crt, client-key: x}", "client-certificate cannot be read*nowhere.crt")]
    [InlineData("{client-key-data: eA==}", "client-certificate is missing")]
    [InlineData("{token: a, username: b}", "username stands beside a token")]
    [InlineData("{auth-provider: {name: gcp}}", "auth-provider is no longer supported*exec plugin")]
    [InlineData("{as-groups: [a]}", "as is missing")]
    [InlineData("{as: jane, as-groups: [a, b]}", "as-groups has several values")]
    [InlineData("{as: jane, as-user-extra: {c: [a, b]}}", "as-user-extra.c has several values")]
    [InlineData("{exec: {command: login}}", "exec.apiVersion is missing")]
    [InlineData("{exec: {command: login, apiVersion: v1, interactiveMode: Always}}", "interactiveMode is Always")]
    [InlineData("{token: [a]}", "token must be a single value")]
    [InlineData("[]", "user must be a mapping")]
    public void A_fault_of_a_user_names_file_line_and_field(string user, string fault)
    {
        var act = () => User(user);

        act.Should().Throw<KubernetesConfigurationException>().WithMessage($"*config:3: users[u]*{fault}*");
    }

    [Theory]
    [InlineData("{}", "server is missing")]
    [InlineData("{server: 'localhost:8080'}", "server must be a URL")]
    [InlineData("{server: 'https://c', proxy-url: 'ftp://c'}", "proxy-url must be a URL*socks5")]
    [InlineData(
        "{server: 'https://c', insecure-skip-tls-verify: yes}",
        "insecure-skip-tls-verify must be true or false"
    )]
    [InlineData("{server: 'https://c', certificate-authority: ca.crt}", "certificate-authority cannot be read*ca.crt")]
    [InlineData("{server: 'https://c', certificate-authority-data: eA==}", "certificate-authority-data holds no PEM")]
    public void A_fault_of_a_cluster_names_file_line_and_field(string cluster, string fault)
    {
        var file = _folder.Write(
            "config",
            $$"""
            contexts: [{name: x, context: {cluster: c} }]
            clusters:
            - {name: c, cluster: {{cluster}} }
            """
        );

        var act = () => Kubeconfig.Read(file).Choose("x");

        act.Should().Throw<KubernetesConfigurationException>().WithMessage($"*config:3: clusters[c].cluster.{fault}*");
    }

    [Theory]
    [InlineData("contexts: [{name: a, context: {}}]", null, "*no current-context*There are: a.")]
    [InlineData("current-context: b\ncontexts: [{name: a, context: {}}]", null, "*no context 'b'*There are: a.")]
    [InlineData("contexts: []", "b", "*no context 'b'*There are none.")]
    [InlineData(
        "contexts: [{name: a, context: {}}]",
        "a",
        "*context 'a' names no cluster*kubectl config set-context a*"
    )]
    [InlineData(
        "contexts: [{name: a, context: {cluster: c}}]",
        "a",
        "*context 'a' names the cluster 'c', which is in none of*"
    )]
    [InlineData("a: [", null, "*config:?:1:*")]
    [InlineData("just text", null, "*config: not a kubeconfig*")]
    public void A_fault_of_a_context_says_what_there_is(string yaml, string? context, string message)
    {
        var file = _folder.Write("config", yaml);

        var act = () => Kubeconfig.Read(file).Choose(context);

        act.Should().Throw<KubernetesConfigurationException>().WithMessage(message);
    }

    [Fact]
    public void An_exec_plugin_that_asks_is_told_of_its_cluster()
    {
        var file = _folder.Write(
            "config",
            """
            contexts: [{name: x, context: {cluster: c, user: u}}]
            clusters:
            - name: c
              cluster:
                server: https://c
                tls-server-name: name
                extensions:
                - name: client.authentication.k8s.io/exec
                  extension: {audience: a, retries: 3, deep: [true, null, "3"]}
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: login
                  args: [--quiet, ""]
                  env: [{name: A, value: "1"}]
                  provideClusterInfo: true
            """
        );

        var exec = Kubeconfig.Read(file).Choose("x").User.Exec!;

        exec.Arguments.Should().Equal("--quiet", "");
        exec.Environment.Should().Equal(new Dictionary<string, string> { ["A"] = "1" });
        exec.ClusterInfo!.ToJsonString()
            .Should()
            .Be(
                """{"server":"https://c","tls-server-name":"name","config":{"audience":"a","retries":3,"deep":[true,null,"3"]}}"""
            );
    }

    public void Dispose() => _folder.Dispose();

    private UserAuthentication User(string user)
    {
        var file = _folder.Write(
            "config",
            $$"""
            contexts: [{name: x, context: {cluster: c, user: u} }]
            users:
            - {name: u, user: {{user}} }
            clusters: [{name: c, cluster: {server: "https://c"} }]
            """
        );
        return Kubeconfig.Read(file).Choose("x").User;
    }
}
