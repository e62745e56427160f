using System.Net.Http.Headers;
using System.Text;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>Chooses the source of credentials for a user: token file, token, basic, exec plugin, certificate alone.</summary>
internal static class CredentialSource
{
    public static ICredentialSource For(UserAuthentication user, TimeProvider timeProvider)
    {
        var certificate = user.ClientCertificate;
        return user switch
        {
            { TokenFile: { } file } => new TokenFileCredentialSource(file, certificate, timeProvider),
            { Token: { } token } => Lasting(new AuthenticationHeaderValue("Bearer", token), user, timeProvider),
            { Username: { } name } => Lasting(Basic(name, user.Password ?? ""), user, timeProvider),
            { Exec: { } exec } => new ExecCredentialSource(exec, certificate, timeProvider),
            _ => Lasting(null, user, timeProvider),
        };
    }

    private static ICredentialSource Lasting(
        AuthenticationHeaderValue? header,
        UserAuthentication user,
        TimeProvider timeProvider
    ) =>
        user is { ClientCertificate: { } certificate, ReadClientCertificate: { } read }
            ? new CertificateFileCredentialSource(header, certificate, read, timeProvider)
            : new StaticCredentialSource(new Credential(header, user.ClientCertificate));

    private static AuthenticationHeaderValue Basic(string name, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
}
