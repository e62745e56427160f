using System.Net;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>
/// Puts the credential and the impersonation on every request; after a 401, asks once more with a fresh credential.
/// </summary>
internal sealed class AuthenticationHandler(
    ICredentialSource credentials,
    Impersonation? impersonation,
    HttpMessageHandler inner
) : DelegatingHandler(inner)
{
    /// <summary>Where the transport finds the certificate of a request.</summary>
    public static readonly HttpRequestOptionsKey<ClientCertificate?> CertificateKey = new("client-certificate");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Impersonate(request);
        var credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        var response = await SendAsync(request, credential, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !credentials.Reject(credential))
        {
            return response;
        }

        response.Dispose();
        credential = await credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, credential, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            (credentials as IDisposable)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        Credential credential,
        CancellationToken cancellationToken
    )
    {
        request.Headers.Authorization = credential.Authorization;
        request.Options.Set(CertificateKey, credential.Certificate);
        return base.SendAsync(request, cancellationToken);
    }

    private void Impersonate(HttpRequestMessage request)
    {
        // A retry sends the same request again.
        if (impersonation is null || request.Headers.Contains("Impersonate-User"))
        {
            return;
        }

        request.Headers.Add("Impersonate-User", impersonation.User);
        if (impersonation.Group is { } group)
        {
            request.Headers.Add("Impersonate-Group", group);
        }

        if (impersonation.Uid is { } uid)
        {
            request.Headers.Add("Impersonate-Uid", uid);
        }

        foreach (var (key, value) in impersonation.Extra)
        {
            request.Headers.Add($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value);
        }
    }
}
