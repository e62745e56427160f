using System.Net.Http.Headers;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>
/// A bearer token in a file that somebody else keeps fresh, such as the kubelet. Read again every minute, and at once
/// when the server refuses it (client-go: token_source.go).
/// </summary>
internal sealed class TokenFileCredentialSource(string file, ClientCertificate? certificate, TimeProvider timeProvider)
    : ICredentialSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private Reading? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && timeProvider.GetElapsedTime(last.Time) < Lifetime)
        {
            return last.Credential;
        }

        var time = timeProvider.GetTimestamp();
        var token = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var credential = new Credential(new AuthenticationHeaderValue("Bearer", token), certificate);
        Volatile.Write(ref _last, new Reading(credential, time));
        return credential;
    }

    public bool Reject(Credential credential)
    {
        var last = Volatile.Read(ref _last);
        if (last?.Credential == credential)
        {
            Interlocked.CompareExchange(ref _last, null, last);
        }

        return true;
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim();
            return token.Length > 0
                ? token
                : throw new KubernetesConfigurationException($"{file}: the token file is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"{file}: the token file cannot be read: {e.Message}", e);
        }
    }

    private sealed class Reading(Credential credential, long time)
    {
        public Credential Credential => credential;

        public long Time => time;
    }
}
