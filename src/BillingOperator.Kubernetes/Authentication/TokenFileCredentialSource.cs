using System.Net.Http.Headers;
using BillingOperator.Kubernetes.Configuration;

namespace BillingOperator.Kubernetes.Authentication;

/// <summary>
/// A bearer token in a file that somebody else keeps fresh, such as the kubelet. Read again every minute, and at once
/// when the server refuses it (client-go: token_source.go). One that is not there yet, or is not usable, is an error of the
/// request at hand; the next request looks again.
/// </summary>
internal sealed class TokenFileCredentialSource(string file, ClientCertificate? certificate, TimeProvider timeProvider)
    : ICredentialSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private Reading? _last;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && timeProvider.GetElapsedTime(last.Time) < Lifetime)
        {
            return ValueTask.FromResult(last.Credential);
        }

        var time = timeProvider.GetTimestamp();
        var token = TokenFile.Read(file);
        var credential = new Credential(new AuthenticationHeaderValue("Bearer", token), certificate);
        Volatile.Write(ref _last, new Reading(credential, time));
        return ValueTask.FromResult(credential);
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

    private sealed class Reading(Credential credential, long time)
    {
        public Credential Credential => credential;

        public long Time => time;
    }
}
