using System.Security.Authentication;

namespace BillingOperator.Storage.Http;

/// <summary>A server's certificate was refused.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class UntrustedCertificateException(string message) : AuthenticationException(message);
