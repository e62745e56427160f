using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using BillingOperator.TestEnvironment.Processes;
using SessionKeys = Amazon.SecurityToken.Model.Credentials;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>
/// An operator without a key of its own: a plugin tells the API server who it is, and STS the store. The S3 server's own
/// STS hands out the sessions; it knows no web identities, so the test answers for it in AWS's form.
/// </summary>
[Collection(CrashesCollection.Name)]
public sealed class KeylessTests(Installation installation) : IAsyncLifetime
{
    private const string RoleName = "keyless";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("billing-operator-keyless-");
    private readonly HttpListener _sts = new();
    private readonly string _stsUrl = $"http://127.0.0.1:{LoopbackPort.Free()}/";

    public async Task InitializeAsync()
    {
        const string Trust = """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/billing"]}, "Action": ["sts:AssumeRole"]
            }]}
            """;
        const string Permissions = """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::*"
            }]}
            """;
        string[] role = ["--role-name", RoleName];
        await installation.S3.RadosGwAdminAsync(["role", "create", .. role, "--assume-role-policy-doc", Trust]);
        await installation.S3.RadosGwAdminAsync([
            "role-policy",
            "put",
            .. role,
            "--policy-name",
            "all",
            "--policy-doc",
            Permissions,
        ]);
        _sts.Prefixes.Add(_stsUrl);
        _sts.Start();
    }

    public Task DisposeAsync()
    {
        _sts.Close();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_plugins_token_and_a_web_identity_are_enough_for_a_run()
    {
        using var site = await installation.CreateSiteAsync("keyless");
        var asked = AnswerAsync();
        await using var op = await OperatorProcess.StartAsync(
            await PluginKubeconfigAsync(),
            new Dictionary<string, string>
            {
                ["AWS_WEB_IDENTITY_TOKEN_FILE"] = Write("identity", "service-account-token"),
                ["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/uploader",
                ["AWS_ENDPOINT_URL_STS"] = _stsUrl,
                ["AWS_REGION"] = "us-east-1",
                ["AWS_EC2_METADATA_DISABLED"] = "true",
            }
        );

        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.ApplySettingsAsync(credentials: "workloadIdentity: {}");
        await site.ApplyEventAsync(enabled: true);

        await site.SettingsAsync(it => it.Has("Ready", "True"));
        ((int)(await site.RunsEndedAsync(1))["status"]!["lastRun"]!["uploaded"]!).Should().Be(1, op.Log);
        (await asked).Should().Contain("AssumeRoleWithWebIdentity").And.Contain("service-account-token");
    }

    private async Task<string> PluginKubeconfigAsync()
    {
        var token = $"token: \"{installation.OperatorToken}\"";
        var credential = Write(
            "credential",
            $$"""
            {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
             "status": {"token": "{{installation.OperatorToken}}"} }
            """
        );
        var kubeconfig = await File.ReadAllTextAsync(installation.OperatorKubeconfig);
        kubeconfig.Should().Contain(token);
        return Write(
            "kubeconfig",
            kubeconfig.Replace(
                token,
                $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: cat, args: [\"{credential}\"]}}",
                StringComparison.Ordinal
            )
        );
    }

    /// <summary>Answers one request for a session, and returns what was asked.</summary>
    private async Task<string> AnswerAsync()
    {
        var context = await _sts.GetContextAsync();
        using var reader = new StreamReader(context.Request.InputStream);
        var asked = await reader.ReadToEndAsync();
        var session = await AssumeAsync();
        context.Response.ContentType = "text/xml";
        context.Response.Close(
            Encoding.UTF8.GetBytes(
                $"""
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <Credentials>
                      <AccessKeyId>{session.AccessKeyId}</AccessKeyId>
                      <SecretAccessKey>{session.SecretAccessKey}</SecretAccessKey>
                      <SessionToken>{session.SessionToken}</SessionToken>
                      <Expiration>{session.Expiration?.ToUniversalTime():yyyy-MM-ddTHH:mm:ssZ}</Expiration>
                    </Credentials>
                  </AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """
            ),
            willBlock: false
        );
        return asked;
    }

    private async Task<SessionKeys> AssumeAsync()
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials(installation.S3.AccessKeyId, installation.S3.SecretAccessKey),
            new AmazonSecurityTokenServiceConfig { ServiceURL = installation.S3.Endpoint.AbsoluteUri }
        );
        var role = new AssumeRoleRequest { RoleArn = $"arn:aws:iam:::role/{RoleName}", RoleSessionName = "test" };
        return (await sts.AssumeRoleAsync(role)).Credentials;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }
}
