using BillingOperator.TestEnvironment.Proxying;

namespace BillingOperator.Storage.Tests.Hostile;

/// <summary>What the operator asks of a store.</summary>
internal static class Operations
{
    public static IReadOnlyDictionary<string, Func<ProxiedRequest, bool>> All { get; } =
        new Dictionary<string, Func<ProxiedRequest, bool>>
        {
            ["everything"] = _ => true,
            ["PUT probe"] = request => Puts(request, ".billing-operator-probe"),
            ["PUT record"] = request => Puts(request, "/tenants/"),
            ["PUT table"] = request => Puts(request, "tenants.csv"),
            ["PUT manifest"] = request => Puts(request, "manifest.json"),
            ["PUT pointer"] = request => Puts(request, "latest.json"),
            ["LIST"] = IsList,
            ["GET"] = request => request.Method == "GET" && !IsList(request),
            ["HEAD"] = request => request.Method == "HEAD",
        };

    private static bool Puts(ProxiedRequest request, string part) =>
        request.Method == "PUT" && request.Path.Contains(part, StringComparison.Ordinal);

    private static bool IsList(ProxiedRequest request) => request.HasParameter("list-type", "2");
}
