namespace BillingOperator.Api.Tests.Install;

/// <summary>A chart of somebody else, in a temporary folder, which has the project's chart as a part.</summary>
internal sealed class ParentChart : IDisposable
{
    public ParentChart()
    {
        File.WriteAllText(Path.Combine(FullPath, "Chart.yaml"), "apiVersion: v2\nname: parent\nversion: 1.0.0\n");
        HelmCluster.CopyChart(Path.Combine(FullPath, "charts", "billing-operator"));
    }

    public string FullPath { get; } = Directory.CreateTempSubdirectory("billing-operator-parent-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
