using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Transport;

[Collection(ControlPlaneTests.Name)]
public sealed class RequestMetricsTests(ControlPlaneFixture fixture) : IDisposable
{
    private readonly ConcurrentBag<(string Code, string Method)> _counted = [];
    private readonly MeterListener _listener = new();
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Requests_are_counted_by_code_and_method()
    {
        Listen();

        await fixture.Admin.GetAsync<V1Lease>(new EntityKey("default", "nothing"), CancellationToken.None);
        await fixture.Admin.ListAsync<V1Lease>(new ListOptions(), CancellationToken.None);
        await fixture.Admin.DeleteAsync<V1Lease>(new EntityKey("default", "nothing"), CancellationToken.None);

        _counted.Should().BeEquivalentTo([("404", "GET"), ("200", "GET"), ("404", "DELETE")]);
    }

    [Fact]
    public async Task Requests_without_an_answer_are_counted_as_errors()
    {
        var kubeconfig = _folder.Write(
            "config",
            """
            current-context: x
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: x, context: {cluster: c}}]
            """
        );
        var client = fixture.Connect(options => options.Kubeconfig = kubeconfig);
        Listen();

        var act = () => client.ListAsync<V1Lease>(new ListOptions(), CancellationToken.None);

        await act.Should().ThrowAsync<HttpRequestException>();
        _counted.Should().BeEquivalentTo([("<error>", "GET")]);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }

    private void Listen()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "BillingOperator.Kubernetes", Name: "rest_client_requests_total" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (_, _, tags, _) =>
            {
                var labels = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
                _counted.Add((labels["code"], labels["method"]));
            }
        );
        _listener.Start();
    }
}
