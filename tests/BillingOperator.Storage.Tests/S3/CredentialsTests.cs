using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using static BillingOperator.Storage.Tests.Objects;
using SessionKeys = Amazon.SecurityToken.Model.Credentials;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>
/// Sessions of the S3 server's own STS, which takes an external id and has no way for a role to ask for it: a trust policy
/// with <c>sts:ExternalId</c> denies everybody there. So that one is held against the request. The metadata endpoints of the default chain are the relay's: they hand out such
/// sessions in AWS's forms.
/// </summary>
[Collection(S3Tests.Name)]
public sealed class CredentialsTests(CephEnvironment s3) : IAsyncLifetime
{
    private const string RoleName = "uploader";
    private const string RoleArn = "arn:aws:iam:::role/uploader";
    private const string RoleUser = "role-user";
    private const string RoleUserKeys = "role-user-keys";

    private readonly S3Relay _relay = new(s3.Server.Endpoint);
    private readonly List<string> _variables = [];

    public async Task InitializeAsync()
    {
        if (s3.Secrets.Read(RoleUserKeys) is not null)
        {
            return;
        }
        await s3.CreateUserAsync(RoleUser, "role-user-key", "role-user-secret");
        s3.Secrets.SetKeys(RoleUserKeys, "role-user-key", "role-user-secret");
        var trust = $$"""
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam:::user/{{RoleUser}}"]}, "Action": ["sts:AssumeRole"]
            }]}
            """;
        const string Permissions = """
            {"Version": "2012-10-17", "Statement": [{
              "Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::*"
            }]}
            """;
        await s3.Ceph.RadosGwAdminAsync("role", "create", "--role-name", RoleName, "--assume-role-policy-doc", trust);
        await s3.Ceph.RadosGwAdminAsync([
            "role-policy",
            "put",
            "--role-name",
            RoleName,
            "--policy-name",
            "all",
            "--policy-doc",
            Permissions,
        ]);
    }

    [Fact]
    public async Task A_session_token_in_the_Secret_is_used()
    {
        var session = await AssumeAsync();
        s3.Secrets.Set(
            "session",
            ("id", session.AccessKeyId),
            ("secret", session.SecretAccessKey),
            ("token", session.SessionToken)
        );
        var secretRef = new CredentialsSecretRef
        {
            Name = "session",
            AccessKeyIdKey = "id",
            SecretAccessKeyKey = "secret",
            SessionTokenKey = "token",
        };
        await WritesAsync(await StoreAsync(new() { SecretRef = secretRef }));
        (await FailureAsync(await StoreAsync(new() { SecretRef = secretRef with { SessionTokenKey = null } })))
            .Failure.Should()
            .Be(ObjectStoreFailure.InvalidCredentials);
    }

    [Fact]
    public async Task A_role_is_assumed_once_and_again_before_its_session_ends()
    {
        string? asked = null;
        _relay.Body = body =>
        {
            asked = Encoding.UTF8.GetString(body);
            return body;
        };
        var time = new ShiftedTime();
        var role = new AssumeRoleSettings
        {
            RoleArn = RoleArn,
            ExternalId = "billing/42",
            DurationSeconds = 900,
        };
        var store = await StoreAsync(
            new()
            {
                SecretRef = new() { Name = RoleUserKeys },
                AssumeRole = role,
            },
            time
        );

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WritesAsync(store)));
        _relay.Count("POST").Should().Be(1);
        asked.Should().Contain("RoleSessionName=billing-operator").And.Contain("DurationSeconds=900");
        asked.Should().Contain("ExternalId=billing%2F42");

        time.Shift = TimeSpan.FromMinutes(9);
        await WritesAsync(store);
        _relay.Count("POST").Should().Be(1);

        time.Shift = TimeSpan.FromMinutes(11);
        await WritesAsync(store);
        _relay.Count("POST").Should().Be(2);
    }

    [Fact]
    public async Task A_session_that_cannot_be_renewed_is_used_to_its_end()
    {
        var time = new ShiftedTime();
        var role = new AssumeRoleSettings { RoleArn = RoleArn, DurationSeconds = 900 };
        var store = await StoreAsync(
            new()
            {
                SecretRef = new() { Name = RoleUserKeys },
                AssumeRole = role,
            },
            time
        );
        await WritesAsync(store);
        _relay.Answer = _ => Task.FromResult<S3Answer?>(S3Answer.Error(503, "ServiceUnavailable"));
        _relay.Requests.Clear();

        time.Shift = TimeSpan.FromMinutes(11);
        await WritesAsync(store);
        var tries = _relay.Count("POST");
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => WritesAsync(store)));
        tries.Should().BePositive();
        _relay.Count("POST").Should().Be(tries, "STS is left alone for a while");

        time.Shift = TimeSpan.FromMinutes(16);
        (await FailureAsync(store)).Failure.Should().Be(ObjectStoreFailure.Throttled);

        _relay.Answer = _ => Task.FromResult<S3Answer?>(null);
        await WritesAsync(store);
    }

    [Fact]
    public async Task A_role_that_does_not_exist_is_named()
    {
        const string Missing = "arn:aws:iam:::role/missing";
        var settings = new CredentialsSettings
        {
            SecretRef = new() { Name = RoleUserKeys },
            AssumeRole = new() { RoleArn = Missing },
        };
        var error = await FailureAsync(await StoreAsync(settings));
        error.Failure.Should().Be(ObjectStoreFailure.AccessDenied);
        error.Message.Should().Contain(Missing);
    }

    [Fact]
    public async Task A_role_asked_for_with_wrong_keys_says_so()
    {
        s3.Secrets.SetKeys("bad", "nobodys-key", "nobodys-secret");
        var settings = new CredentialsSettings
        {
            SecretRef = new() { Name = "bad" },
            AssumeRole = new() { RoleArn = RoleArn },
        };
        (await FailureAsync(await StoreAsync(settings))).Failure.Should().Be(ObjectStoreFailure.InvalidCredentials);
    }

    [Fact]
    public async Task The_workloads_identity_may_come_from_a_container_endpoint()
    {
        var session = await AssumeAsync();
        var answer = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                session.AccessKeyId,
                session.SecretAccessKey,
                Token = session.SessionToken,
                Expiration = session.Expiration?.ToUniversalTime(),
            }
        );
        _relay.Answer = _ =>
            Task.FromResult<S3Answer?>(new S3Answer(200, answer, ("Content-Type", "application/json")));
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "pod-identity-token");
        Set("AWS_CONTAINER_CREDENTIALS_FULL_URI", $"{_relay.Endpoint}/credentials");
        Set("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token);
        Set("AWS_EC2_METADATA_DISABLED", "true");

        await WritesAsync(await StoreAsync(new() { WorkloadIdentity = new() }));

        var request = _relay.Requests.First(request => request.Line == "GET /credentials");
        request.Headers["Authorization"].Should().Be("pod-identity-token");
        File.Delete(token);
    }

    [Fact]
    public async Task The_workloads_identity_may_come_from_a_web_identity_token_file()
    {
        var session = await AssumeAsync();
        var asked = "";
        _relay.Answer = async request =>
        {
            asked = await new StreamReader(request.InputStream).ReadToEndAsync();
            return WebIdentityAnswer(session);
        };
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "service-account-token");
        Set("AWS_WEB_IDENTITY_TOKEN_FILE", token);
        Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/uploader");
        Set("AWS_ENDPOINT_URL_STS", _relay.Endpoint);
        Set("AWS_REGION", "us-east-1");

        await WritesAsync(await StoreAsync(new() { WorkloadIdentity = new() }));

        asked.Should().Contain("AssumeRoleWithWebIdentity").And.Contain("service-account-token");
        File.Delete(token);
    }

    [Theory]
    [InlineData(403, "ExpiredTokenException", ObjectStoreFailure.InvalidCredentials)]
    [InlineData(503, "ServiceUnavailable", ObjectStoreFailure.Throttled)]
    [InlineData(0, "", ObjectStoreFailure.EndpointUnreachable)]
    public async Task What_is_wrong_with_the_way_to_an_identity_is_told(
        int status,
        string code,
        ObjectStoreFailure failure
    )
    {
        _relay.Answer = _ => Task.FromResult<S3Answer?>(StsError(status, code));
        var token = Path.GetTempFileName();
        await File.WriteAllTextAsync(token, "service-account-token");
        Set("AWS_WEB_IDENTITY_TOKEN_FILE", token);
        Set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/uploader");
        Set("AWS_ENDPOINT_URL_STS", status == 0 ? "http://127.0.0.1:1" : _relay.Endpoint);
        Set("AWS_REGION", "us-east-1");
        Set("AWS_EC2_METADATA_DISABLED", "true");

        var error = await FailureAsync(await StoreAsync(new() { WorkloadIdentity = new() }));

        error.Failure.Should().Be(failure, error.ToString());
        error.Message.Should().Contain("the workload's").And.NotContain("spec.s3.endpoint");
        File.Delete(token);
    }

    [Fact]
    public async Task A_workload_without_an_identity_says_so()
    {
        Set("AWS_EC2_METADATA_DISABLED", "true");
        var error = await FailureAsync(await StoreAsync(new() { WorkloadIdentity = new() }));
        error.Failure.Should().Be(ObjectStoreFailure.InvalidCredentials);
        error.Message.Should().Contain("service account");
    }

    public Task DisposeAsync()
    {
        _variables.ForEach(name => Environment.SetEnvironmentVariable(name, null));
        _relay.Dispose();
        return Task.CompletedTask;
    }

    private void Set(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    private static S3Answer StsError(int status, string code) =>
        new(
            status,
            Encoding.UTF8.GetBytes(
                $"""
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <Error><Type>Sender</Type><Code>{code}</Code><Message>Told by STS</Message></Error>
                </ErrorResponse>
                """
            ),
            ("Content-Type", "text/xml")
        );

    private static S3Answer WebIdentityAnswer(SessionKeys session) =>
        new(
            200,
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
            ("Content-Type", "text/xml")
        );

    private async Task<SessionKeys> AssumeAsync()
    {
        using var sts = new AmazonSecurityTokenServiceClient(
            new BasicAWSCredentials("role-user-key", "role-user-secret"),
            new AmazonSecurityTokenServiceConfig { ServiceURL = s3.Server.Endpoint.AbsoluteUri }
        );
        var request = new AssumeRoleRequest { RoleArn = RoleArn, RoleSessionName = "test" };
        return (await sts.AssumeRoleAsync(request)).Credentials;
    }

    private async Task<S3ObjectStore> StoreAsync(CredentialsSettings credentials, TimeProvider? time = null)
    {
        var settings = s3.Settings(await s3.CreateBucketAsync());
        await s3.AllowAsync(settings.S3!.Bucket!, RoleUser, "s3:*");
        return s3.Store(settings with { Credentials = credentials }, time, new Uri(_relay.Endpoint));
    }

    private static async Task WritesAsync(S3ObjectStore store) =>
        (await store.PutAsync(Item(Guid.NewGuid().ToString("n"), "1", PutCondition.IfAbsent), default))
            .Should()
            .Be(PutOutcome.Stored);

    private static async Task<ObjectStoreException> FailureAsync(S3ObjectStore store)
    {
        Func<Task> put = () => store.PutAsync(Item("x", "1", PutCondition.IfAbsent), default);
        return (await put.Should().ThrowAsync<ObjectStoreException>()).Which;
    }
}
