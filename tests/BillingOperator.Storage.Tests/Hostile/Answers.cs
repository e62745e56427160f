using System.Net;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>What a store, or what stands in its place, may answer.</summary>
internal static class Answers
{
    private const string Elsewhere = "https://login.example/start?session=1";

    public static IReadOnlyDictionary<string, Func<string, Fault>> All { get; } =
        new Dictionary<string, Func<string, Fault>>
        {
            ["200 HTML"] = _ => StoreFaults.Html(HttpStatusCode.OK),
            ["200 empty"] = _ => StoreFaults.Empty(HttpStatusCode.OK),
            ["403 HTML"] = _ => StoreFaults.Html(HttpStatusCode.Forbidden),
            ["403 empty"] = _ => StoreFaults.Empty(HttpStatusCode.Forbidden),
            ["412 empty"] = _ => StoreFaults.Empty(HttpStatusCode.PreconditionFailed),
            ["412 XML"] = _ => Faults.S3Error(HttpStatusCode.PreconditionFailed, "PreconditionFailed"),
            ["404 XML"] = _ => Faults.S3Error(HttpStatusCode.NotFound, "NoSuchKey"),
            ["501 XML"] = _ => Faults.S3Error(HttpStatusCode.NotImplemented, "NotImplemented"),
            ["503 HTML"] = _ => StoreFaults.Html(HttpStatusCode.ServiceUnavailable),
            ["302"] = _ => StoreFaults.Redirect(HttpStatusCode.Redirect, Elsewhere),
            ["307"] = _ => StoreFaults.Redirect(HttpStatusCode.TemporaryRedirect, Elsewhere),
            ["chunked"] = _ => StoreFaults.Chunked(),
            ["other ETags"] = _ => StoreFaults.OtherETags(),
            ["wrong length"] = _ => StoreFaults.Shortened(),
            ["cut after head"] = _ => Faults.CutAfter(0),
        };
}
