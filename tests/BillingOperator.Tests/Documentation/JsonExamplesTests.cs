using System.Text.Json;
using System.Text.RegularExpressions;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Documentation;

/// <summary>The policies of <c>docs/aws.md</c>, which cannot be tried here: they are JSON, and allow what the operator does.</summary>
public sealed partial class JsonExamplesTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "aws.md"));

    [Fact]
    public void Every_policy_is_JSON_of_the_version_that_AWS_takes()
    {
        var policies = Policy().Matches(Page).Select(block => JsonDocument.Parse(block.Groups[1].Value)).ToList();

        policies.Should().HaveCountGreaterThan(4);
        policies.Should().OnlyContain(policy => policy.RootElement.GetProperty("Version").GetString() == "2012-10-17");
        policies.Should().OnlyContain(policy => policy.RootElement.GetProperty("Statement").GetArrayLength() > 0);
    }

    [Fact]
    public void Every_permission_that_the_installation_names_is_in_the_page()
    {
        var table = File.ReadAllText(Repository.PathOf("docs", "install.md"));
        var permissions = Permission().Matches(table).Select(match => match.Value).Distinct().ToList();

        permissions.Should().HaveCountGreaterThan(5);
        permissions.Should().OnlyContain(permission => Page.Contains(permission, StringComparison.Ordinal));
    }

    [GeneratedRegex("^```json\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Policy();

    [GeneratedRegex(@"\b(s3|kms):[A-Z]\w+")]
    private static partial Regex Permission();
}
