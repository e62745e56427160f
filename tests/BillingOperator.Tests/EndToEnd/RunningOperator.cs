namespace BillingOperator.Tests.EndToEnd;

/// <summary>An installation with one operator that all tests of the collection share.</summary>
public sealed class RunningOperator : RulelessInstallation
{
    public OperatorProcess Operator { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Operator = await StartOperatorAsync();
    }

    public override async Task DisposeAsync()
    {
        await Operator.DisposeAsync();
        await base.DisposeAsync();
    }
}
