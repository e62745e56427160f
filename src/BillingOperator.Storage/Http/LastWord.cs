using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;

namespace BillingOperator.Storage.Http;

/// <summary>
/// What the store said last, where that tells what is wrong: a request that gets no answer in time may be the next after
/// one that had met the true cause.
/// </summary>
internal sealed class LastWord(TimeProvider time)
{
    private volatile Told? _told;

    /// <summary>The fault that was met last, not before this moment; <see langword="null"/> where all was well since.</summary>
    /// <param name="moment">A timestamp of the clock.</param>
    public Exception? Since(long moment) => _told is { } told && told.At >= moment ? told.Fault : null;

    /// <summary>Notes a fault. A connection that only closed says nothing, and leaves what was said before.</summary>
    public void Note(Exception fault)
    {
        if (fault.InnerException is not UnansweredException { IsClosed: true })
        {
            _told = new Told(fault, time.GetTimestamp());
        }
    }

    /// <summary>Notes a refusal in S3's words. Not finding an object, and a condition that does not hold, is none.</summary>
    public void Note(int status, ReadOnlySpan<byte> error)
    {
        var code = Part(error, "Code");
        if (code is "NoSuchKey" || status == (int)HttpStatusCode.PreconditionFailed)
        {
            Clear();
        }
        else if (code.Length > 0)
        {
            var message = Part(error, "Message");
            Note(new AmazonS3Exception(message, ErrorType.Unknown, code, "", (HttpStatusCode)status));
        }
    }

    /// <summary>Notes that all is well.</summary>
    public void Clear() => _told = null;

    private static string Part(ReadOnlySpan<byte> error, string name)
    {
        var text = Encoding.UTF8.GetString(error);
        var start = text.IndexOf($"<{name}>", StringComparison.Ordinal) + name.Length + 2;
        var end = text.IndexOf($"</{name}>", StringComparison.Ordinal);
        return start > name.Length + 1 && end >= start ? WebUtility.HtmlDecode(text[start..end]) : "";
    }

    private sealed record Told(Exception Fault, long At);
}
