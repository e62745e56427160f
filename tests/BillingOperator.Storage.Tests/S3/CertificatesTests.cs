using BillingOperator.Billing.ObjectStores;
using BillingOperator.Storage.S3;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

[Collection(S3Tests.Name)]
public sealed class CertificatesTests(CephEnvironment s3) : IDisposable
{
    private const string CaSecret = "private-ca";

    private readonly TlsRelay _relay = new(s3.Server.Endpoint, "127.0.0.1");

    [Fact]
    public async Task A_private_authority_is_trusted_by_an_inline_bundle()
    {
        var store = await StoreAsync(_relay, new() { Inline = _relay.AuthorityPem });
        (await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
        (await store.TextAsync("a")).Should().Be("1");
    }

    [Fact]
    public async Task A_bundle_in_a_Secret_is_picked_up_when_it_changes()
    {
        using var other = new TlsRelay(s3.Server.Endpoint, "127.0.0.1");
        s3.Secrets.Set(CaSecret, ("ca.crt", other.AuthorityPem));
        var store = await StoreAsync(
            _relay,
            new()
            {
                SecretRef = new() { Name = CaSecret, Key = "ca.crt" },
            }
        );
        await IsUntrustedAsync(store, "caBundle");

        s3.Secrets.Set(CaSecret, ("ca.crt", _relay.AuthorityPem + other.AuthorityPem));

        (await store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default)).Should().Be(PutOutcome.Stored);
    }

    [Fact]
    public async Task An_unknown_authority_is_not_trusted() =>
        await IsUntrustedAsync(await StoreAsync(_relay, null), "caBundle");

    [Fact]
    public async Task A_certificate_for_another_host_is_not_trusted_although_its_authority_is()
    {
        using var elsewhere = new TlsRelay(s3.Server.Endpoint, "s3.example.com");
        await IsUntrustedAsync(await StoreAsync(elsewhere, new() { Inline = elsewhere.AuthorityPem }), "another host");
    }

    [Fact]
    public async Task A_bundle_without_a_certificate_is_an_error() =>
        await IsUntrustedAsync(await StoreAsync(_relay, new() { Inline = "not a certificate" }), "PEM");

    public void Dispose() => _relay.Dispose();

    private async Task<S3ObjectStore> StoreAsync(TlsRelay relay, Api.Settings.CaBundle? bundle) =>
        s3.Store(
            await s3.CreateBucketAsync(),
            settings => settings with { Endpoint = relay.Endpoint, CaBundle = bundle }
        );

    private static async Task IsUntrustedAsync(S3ObjectStore store, string says)
    {
        Func<Task> put = () => store.PutAsync(Item("a", "1", PutCondition.IfAbsent), default);
        var error = (await put.Should().ThrowAsync<ObjectStoreException>()).Which;
        error.Failure.Should().Be(ObjectStoreFailure.CertificateUntrusted, error.ToString());
        error.Message.Should().Contain(says);
    }
}
