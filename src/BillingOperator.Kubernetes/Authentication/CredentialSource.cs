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
            { Token: { } token } => Static(new AuthenticationHeaderValue("Bearer", token), certificate),
            { Username: { } name } => Static(Basic(name, user.Password ?? ""), certificate),
            { Exec: { } exec } => new ExecCredentialSource(exec, certificate, timeProvider),
            _ => Static(null, certificate),
        };
    }

    private static StaticCredentialSource Static(AuthenticationHeaderValue? header, ClientCertificate? certificate) =>
        new(new Credential(header, certificate));

    private static AuthenticationHeaderValue Basic(string name, string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
}
