using BillingOperator.Kubernetes.Authentication;
using BillingOperator.Kubernetes.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace BillingOperator.Kubernetes.Tests.Authentication;

public sealed class CredentialSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Name_and_password_become_a_basic_header()
    {
        var header = await HeaderAsync(new UserAuthentication { Username = "jane", Password = "pä:ss" });

        header.Should().Be($"Basic {Certificates.Base64("jane:pä:ss")}");
    }

    [Fact]
    public async Task A_token_becomes_a_bearer_header_and_nothing_becomes_none()
    {
        (await HeaderAsync(new UserAuthentication { Token = "t" })).Should().Be("Bearer t");
        (await HeaderAsync(new UserAuthentication())).Should().BeNull();
    }

    [Fact]
    public async Task A_token_file_goes_before_a_token_and_is_read_again_after_a_minute_or_a_refusal()
    {
        var file = _folder.Write("token", "first\n");
        var source = CredentialSource.For(new UserAuthentication { Token = "t", TokenFile = file }, _time);

        (await HeaderAsync(source)).Should().Be("Bearer first");
        _folder.Write("token", "second");
        _time.Advance(TimeSpan.FromSeconds(59));
        (await HeaderAsync(source)).Should().Be("Bearer first");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await HeaderAsync(source)).Should().Be("Bearer second");

        _folder.Write("token", "third");
        source.Reject(await source.GetAsync(CancellationToken.None)).Should().BeTrue();
        (await HeaderAsync(source)).Should().Be("Bearer third");
    }

    [Fact]
    public async Task A_refusal_that_comes_late_does_not_throw_away_the_newer_token()
    {
        var file = _folder.Write("token", "first");
        var source = CredentialSource.For(new UserAuthentication { TokenFile = file }, _time);
        var first = await source.GetAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await source.GetAsync(CancellationToken.None);

        source.Reject(first);

        (await source.GetAsync(CancellationToken.None)).Should().BeSameAs(second);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_token_file_that_is_empty_or_missing_is_a_fault_that_names_it(string? content)
    {
        var file = content is null ? _folder.PathOf("token") : _folder.Write("token", content);

        var act = () => HeaderAsync(new UserAuthentication { TokenFile = file });

        await act.Should().ThrowAsync<KubernetesConfigurationException>().WithMessage($"{file}*");
    }

    public void Dispose() => _folder.Dispose();

    private Task<string?> HeaderAsync(UserAuthentication user) => HeaderAsync(CredentialSource.For(user, _time));

    private static async Task<string?> HeaderAsync(ICredentialSource source) =>
        (await source.GetAsync(CancellationToken.None)).Authorization?.ToString();
}
