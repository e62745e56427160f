namespace BillingOperator.TestEnvironment.Tests;

public sealed class S3ServerTests
{
    [Fact]
    public async Task Own_server_knows_the_test_user()
    {
        await using var server = await S3Server.StartOwnAsync();

        var user = await server.RadosGwAdminAsync("user", "info", "--uid=billing");

        user.Should().Contain(server.AccessKeyId).And.Contain(server.SecretAccessKey);
    }
}
