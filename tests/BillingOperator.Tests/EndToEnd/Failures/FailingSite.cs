using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Failures;

/// <summary>A site with a proxy of its own before the store, which works until it is broken.</summary>
internal sealed class FailingSite : IAsyncDisposable
{
    private const string OldSecret = "the-old-secret-value";
    private const string NewSecret = "the-new-secret-value";

    private readonly Installation _installation;
    private FaultRule? _fault;

    private FailingSite(Installation installation, Site site, FaultProxy proxy, Failure failure)
    {
        (_installation, Site, Proxy, Failure) = (installation, site, proxy, failure);
    }

    public Site Site { get; }

    public FaultProxy Proxy { get; }

    public Failure Failure { get; }

    public string Name => Site.Name;

    /// <summary>Settings and event of the site.</summary>
    public string Manifests(bool enabled) =>
        $"""
            {Site.SettingsManifest(
                at: Proxy.Endpoint,
                more: Failure.Settings.Replace("SITE", Name, StringComparison.Ordinal)
            )}
            ---
            {Site.EventManifest(enabled, "uploadConcurrency: 1")}
            """;

    public static async Task<FailingSite> CreateAsync(Installation installation, Failure failure)
    {
        var site = await installation.CreateSiteAsync(failure.Reason.ToLowerInvariant());
        using var authority = failure.IsTls ? installation.Cluster.OpenCertificateAuthority() : null;
        var proxy = await FaultProxy.StartAsync(installation.S3, authority?.IssueServer("127.0.0.1"));
        var failing = new FailingSite(installation, site, proxy, failure);
        await failing.GiveKeysAsync();
        if (failure.IsTls)
        {
            await failing.TrustAsync(true);
        }
        return failing;
    }

    /// <summary>The store answers everything in this way, until <see cref="EndFault"/>.</summary>
    public Task AnswerAsync(Fault fault)
    {
        _fault = Proxy.Fail(_ => true, fault);
        return Task.CompletedTask;
    }

    public Task EndFault()
    {
        _fault?.Dispose();
        return Task.CompletedTask;
    }

    public Task AllowAsync() => Site.Bucket.AllowAsync(Name, "s3:*");

    public Task DeleteSecretAsync() => Site.KubectlAsync("delete", "secret", Name, "-n", Installation.OwnNamespace);

    /// <summary>Takes the secret access key out of the Secret.</summary>
    public Task HalveSecretAsync() =>
        Site.KubectlAsync(
            "patch",
            "secret",
            Name,
            "-n",
            Installation.OwnNamespace,
            "--type=json",
            "-p",
            """[{"op":"remove","path":"/data/secretAccessKey"}]"""
        );

    /// <summary>Takes the key from the user in the store.</summary>
    public Task RevokeAsync() => _installation.S3.RadosGwAdminAsync("key", "rm", "--uid", Name, "--access-key", Name);

    /// <summary>Gives the user another key, and puts it into the Secret.</summary>
    public async Task RotateAsync()
    {
        await _installation.S3.RadosGwAdminAsync([
            "key",
            "create",
            "--uid",
            Name,
            "--access-key",
            Name + "2",
            "--secret-key",
            NewSecret,
        ]);
        await Site.CreateSecretAsync(NewSecret, Name + "2");
    }

    /// <summary>Lets the CA bundle hold the authority of the store's certificate, or only another of the same name.</summary>
    public async Task TrustAsync(bool right)
    {
        var authority = right ? await File.ReadAllTextAsync(_installation.Cluster.CertificateAuthorityFile) : Other();
        var indented = authority.ReplaceLineEndings("\n    ");
        await _installation.Cluster.ApplyAsync(
            $$"""
            apiVersion: v1
            kind: Secret
            metadata: {name: {{Name}}-ca, namespace: {{Installation.OwnNamespace}}}
            stringData:
              ca.crt: |
                {{indented}}
            """
        );
    }

    public async Task GiveKeysAsync()
    {
        if (!Failure.HasUser)
        {
            await Site.CreateSecretAsync();
            return;
        }
        await _installation.S3.RadosGwAdminAsync([
            "user",
            "create",
            "--uid",
            Name,
            "--display-name",
            Name,
            "--access-key",
            Name,
            "--secret-key",
            OldSecret,
        ]);
        await AllowAsync();
        await Site.CreateSecretAsync(OldSecret, Name);
    }

    public async ValueTask DisposeAsync()
    {
        _fault?.Dispose();
        Site.Dispose();
        await Proxy.DisposeAsync();
    }

    private static string Other()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
