using System.Net.Http.Headers;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>Proof of who asks, for one request. No record: its values must not be printed.</summary>
/// <param name="authorization">The header; <see langword="null"/> for none.</param>
/// <param name="certificate">The certificate for the handshake; <see langword="null"/> for none.</param>
internal sealed class Credential(AuthenticationHeaderValue? authorization, ClientCertificate? certificate)
{
    public AuthenticationHeaderValue? Authorization => authorization;

    public ClientCertificate? Certificate => certificate;
}
