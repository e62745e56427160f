namespace BillingOperator.ControllerRuntime.Tests.Faulting;

public sealed class TroubleTests
{
    [Fact]
    public void Every_fault_is_in_one_of_the_tests() =>
        new[] { ReadFaultTests.Names, WriteFaultTests.Names, ServerFaultTests.Names }
            .SelectMany<TheoryData<string>, object[]>(names => names)
            .Select(row => (string)row[0])
            .Should()
            .BeEquivalentTo(Trouble.All.Keys);
}
