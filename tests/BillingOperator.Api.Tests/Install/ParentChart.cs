namespace BillingOperator.Api.Tests.Install;

/// <summary>A chart of somebody else, in a temporary folder, which has the project's chart as a part.</summary>
internal sealed class ParentChart : IDisposable
{
    public ParentChart(string part)
    {
        File.WriteAllText(Path.Combine(FullPath, "Chart.yaml"), "apiVersion: v2\nname: parent\nversion: 1.0.0\n");
        var copy = Path.Combine(FullPath, "charts", "billing-operator");
        foreach (var file in Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(part, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string FullPath { get; } = Directory.CreateTempSubdirectory("billing-operator-parent-").FullName;

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
