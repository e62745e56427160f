using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Tests.EndToEnd.Kills;

/// <summary>A request by which a run goes from one step to the next.</summary>
/// <param name="Name">What it does.</param>
/// <param name="IsAtStore">Whether it goes to the store, or to the API server.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">A part of its path.</param>
/// <param name="Nth">Which of these requests it is.</param>
internal sealed record Step(string Name, bool IsAtStore, string Method, string Path, int Nth = 1)
{
    /// <summary>The steps of a run over hundreds of new records, in their order.</summary>
    public static IReadOnlyList<Step> Of(string site, int records) =>
        [
            new("claim", IsAtStore: false, "PATCH", $"/billingevents/{site}/status"),
            new("first record", IsAtStore: true, "PUT", "/tenants/"),
            new("record at 1/4", IsAtStore: true, "PUT", "/tenants/", records / 4),
            new("record at 1/2", IsAtStore: true, "PUT", "/tenants/", records / 4),
            new("record at 3/4", IsAtStore: true, "PUT", "/tenants/", records / 4),
            new("table", IsAtStore: true, "PUT", "/tenants.csv"),
            new("manifest", IsAtStore: true, "PUT", "/manifest.json"),
            new("pointer", IsAtStore: true, "PUT", "/latest.json"),
            new("first receipt", IsAtStore: false, "PATCH", "/tenants/"),
            new("receipt at 1/2", IsAtStore: false, "PATCH", "/tenants/", records / 2),
        ];

    /// <summary>The last step of a run that had nothing to upload: the event's status says that it has ended.</summary>
    public static IReadOnlyList<Step> End(string site) =>
        [
            new("pointer of a rerun", IsAtStore: true, "PUT", "/latest.json"),
            new("final status", IsAtStore: false, "PATCH", $"/billingevents/{site}/status"),
        ];

    public bool Matches(ProxiedRequest request) =>
        request.Method == Method
        && Uri.UnescapeDataString(request.Path).Contains(Path, StringComparison.Ordinal)
        && !request.Path.EndsWith("/events", StringComparison.Ordinal);
}
