using System.Diagnostics;
using System.Runtime.Versioning;
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
    [UnsupportedOSPlatform("windows")]
    public void Relative_paths_start_at_their_own_file()
    {
        var users = _folder.Write(
            "users/config",
            """
            users:
            - {name: file, user: {tokenFile: secrets/token}}
            - {name: exec, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/login}}}
            - {name: path, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh}}}
            """
        );
        var token = _folder.Write("users/secrets/token", "secret");
        var plugin = _folder.Write("users/bin/login", "#!/bin/sh");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
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

        kubeconfig.Choose("file").User.TokenFile.Should().Be(token);
        kubeconfig.Choose("exec").User.Exec!.Command.Should().Be(plugin);
        kubeconfig.Choose("path").User.Exec!.Command.Should().EndWith("/sh").And.StartWith("/");
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
    [InlineData(
        "{exec: {apiVersion: v1, command: sh}}",
        "exec.apiVersion must be one of client.authentication.k8s.io/v1"
    )]
    [InlineData(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin, installHint: Ask Jane.}}",
        "exec.command names 'no-such-plugin', which is not in PATH. Ask Jane."
    )]
    [InlineData(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./nowhere}}",
        "exec.command names './nowhere', which is not there"
    )]
    [InlineData(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./config}}",
        "exec.command names *config, which may not be run: chmod +x it"
    )]
    [InlineData(
        "{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, env: [{name: a=b, value: c}]}}",
        "exec.env[a=b].name must be the name of a variable"
    )]
    [InlineData("{token: \"ab\\nsecret\"}", "token holds a line feed as character 3*")]
    [InlineData("{token: \"ab\\0secret\"}", "token holds a NUL as character 3*")]
    [InlineData("{token: \"ab\\u2013secret\"}", "token holds a character beyond ASCII as character 3*")]
    [InlineData("{token: \"\\uFEFFsecret\"}", "token holds a byte order mark as character 1*")]
    [InlineData("{username: jane, password: \"ab\\nsecret\"}", "password holds a line feed as character 3*")]
    [InlineData("{username: \"jane:secret\", password: a}", "username holds a colon")]
    [InlineData("{as: \"ab\\r\\nsecret\"}", "as holds a carriage return as character 3*")]
    [InlineData("{as: jane, as-groups: [\"a\\tsecret\"]}", "as-groups holds a tab as character 2*")]
    [InlineData("{as: jane, as-user-extra: {c: [\"a\\u00A0secret\"]}}", "as-user-extra.c holds a no-break space*")]
    [InlineData("{tokenFile: nowhere}", "tokenFile cannot be used: *nowhere: the token file cannot be read*")]
    [InlineData(
        "{tokenFile: faulty}",
        "tokenFile cannot be used: *faulty: the token file holds a line feed as character 2*"
    )]
    [InlineData("{tokenFile: /dev/zero}", "tokenFile cannot be used: */dev/zero*is a pipe or a device*")]
    [InlineData("{token: [a]}", "token must be a single value")]
    [InlineData("[]", "user must be a mapping")]
    public void A_fault_of_a_user_names_file_line_and_field(string user, string fault)
    {
        _folder.Write("faulty", "a\nsecret");

        var act = () => User(user);

        act.Should()
            .Throw<KubernetesConfigurationException>()
            .WithMessage($"*config:3: users[u]*{fault}*")
            .Which.Message.Should()
            .NotContain("secret");
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
    [InlineData(
        "{server: 'https://c', certificate-authority: /dev/zero}",
        "certificate-authority cannot be read*is a pipe or a device*"
    )]
    [InlineData("{server: 'https://c', certificate-authority: \"a\\0b\"}", "certificate-authority holds a NUL*")]
    [InlineData("{server: 'https://jane:secret@c'}", "server must have no user")]
    [InlineData("{server: 'https://c?a=b'}", "server must have no user, query or fragment")]
    [InlineData("{server: 'https://c', tls-server-name: 'a b'}", "tls-server-name must be a DNS name")]
    [InlineData("{server: 'https://c', tls-server-name: 'c:443'}", "tls-server-name must be a DNS name")]
    [InlineData("{server: 'https://c', tls-server-name: 'bücher'}", "tls-server-name must be a DNS name")]
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
    [InlineData(
        "contexts: [{name: a, context: {cluster: c, namespace: A B}}]",
        "a",
        "*context 'a' has the namespace 'A B', which is no name of one*"
    )]
    [InlineData("just text", null, "*config: not a kubeconfig*")]
    public void A_fault_of_a_context_says_what_there_is(string yaml, string? context, string message)
    {
        var file = _folder.Write("config", yaml);

        var act = () => Kubeconfig.Read(file).Choose(context);

        act.Should().Throw<KubernetesConfigurationException>().WithMessage(message);
    }

    [Fact]
    public void A_kubeconfig_that_is_no_file_or_too_large_is_refused_and_not_waited_for()
    {
        var pipe = _folder.PathOf("pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            made.WaitForExit();
        }
        var large = _folder.Write("large", "# " + new string('x', 9 * 1024 * 1024));

        var read = (string file) => () => Kubeconfig.Read(file);

        read(pipe).Should().Throw<KubernetesConfigurationException>().WithMessage($"{pipe}: is a pipe or a device*");
        read("/dev/zero")
            .Should()
            .Throw<KubernetesConfigurationException>()
            .WithMessage("/dev/zero: is a pipe or a device*");
        read(large).Should().Throw<KubernetesConfigurationException>().WithMessage($"{large}: holds more than 8 MiB*");
    }

    [Fact]
    public void A_kubeconfig_of_many_levels_is_refused_before_the_stack_overflows()
    {
        var file = _folder.Write("deep", new string('[', 200_000));

        var act = () => Kubeconfig.Read(file);

        act.Should().Throw<KubernetesConfigurationException>().WithMessage($"{file}:1:101:*100 levels deep*");
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
                  command: sh
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
