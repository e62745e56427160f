namespace BillingOperator.TestEnvironment.Tests;

public sealed class ControlPlaneFixture : IAsyncLifetime
{
    public ControlPlane ControlPlane { get; private set; } = null!;

    public async Task InitializeAsync() => ControlPlane = await ControlPlane.StartAsync();

    public async Task DisposeAsync() => await ControlPlane.DisposeAsync();
}
