using System.Net;
using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>Faults at random before the API server and before the store, all at the same time.</summary>
internal sealed class FaultStorm : IDisposable
{
    private readonly Random _random;
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _api = [];
    private readonly List<FaultRule> _s3 = [];

    public FaultStorm(int seed, FaultProxy api, FaultProxy s3)
    {
        _random = new Random(seed);
        var soon = TimeSpan.FromSeconds(1);
        Add(_api, api, request => !request.IsWatch, 10, Faults.Status(HttpStatusCode.TooManyRequests, null, soon));
        Add(_api, api, request => !request.IsWatch, 10, Faults.Status(HttpStatusCode.InternalServerError));
        Add(_api, api, request => !request.IsWatch, 10, Faults.Status(HttpStatusCode.ServiceUnavailable));
        Add(_api, api, request => !request.IsWatch, 10, Faults.ConnectionLost());
        Add(_api, api, request => !request.IsWatch, 20, Faults.AnswerLost());
        Add(_api, api, request => !request.IsWatch, 20, Late);
        Add(_api, api, request => !request.IsWatch, 10, CutShort(200));
        Add(_api, api, request => request.IsWatch, 200, CutShort(30_000));
        Add(_s3, s3, _ => true, 10, Faults.S3Error(HttpStatusCode.TooManyRequests, "TooManyRequests"));
        Add(_s3, s3, _ => true, 10, Faults.S3Error(HttpStatusCode.InternalServerError, "InternalError"));
        Add(_s3, s3, _ => true, 10, Faults.S3Error(HttpStatusCode.ServiceUnavailable, "SlowDown"));
        Add(_s3, s3, _ => true, 10, Faults.ConnectionLost());
        Add(_s3, s3, _ => true, 20, Faults.AnswerLost());
        Add(_s3, s3, _ => true, 20, Late);
        Add(_s3, s3, request => request.Method == "GET", 50, CutShort(2_000));
    }

    public int ApiFaults => _api.Sum(rule => rule.Hits);

    public int S3Faults => _s3.Sum(rule => rule.Hits);

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        foreach (var rule in _api.Concat(_s3))
        {
            rule.Dispose();
        }
    }

    /// <param name="rules">Where to count it.</param>
    /// <param name="proxy">Where to put it.</param>
    /// <param name="match">Which requests may be struck.</param>
    /// <param name="perMille">How many of a thousand are.</param>
    /// <param name="fault">What happens to them.</param>
    private void Add(
        List<FaultRule> rules,
        FaultProxy proxy,
        Func<ProxiedRequest, bool> match,
        int perMille,
        Fault fault
    ) => rules.Add(proxy.Fail(request => match(request) && Next(1000) < perMille, fault));

    private Task Late(Exchange exchange) => Faults.Delay(TimeSpan.FromMilliseconds(Next(400)))(exchange);

    private Fault CutShort(int mostBytes) => exchange => Faults.CutAfter(Next(mostBytes))(exchange);

    private int Next(int below)
    {
        lock (_lock)
        {
            return _random.Next(below);
        }
    }
}
