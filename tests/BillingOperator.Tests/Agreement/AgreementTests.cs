using System.Globalization;
using BillingOperator.Commands;
using BillingOperator.TestEnvironment;
using BillingOperator.TestEnvironment.Processes;
using BillingOperator.Tests.Commands;
using Xunit.Abstractions;

namespace BillingOperator.Tests.Agreement;

/// <summary>
/// One meaning, three times: a few thousand manifests are put to an API server with CEL rules, to the controllers' rules
/// and to <c>validate</c>. <c>AGREEMENT_SEED</c> tries others; the default is always the same.
/// </summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private const int DefaultSeed = 20261126;
    private const int Requests = 16;

    [Fact]
    public async Task The_API_server_the_controllers_and_validate_judge_alike()
    {
        await using var controlPlane = await ControlPlane.StartAsync();
        await controlPlane.InstallCrdsAsync();
        if (!await controlPlane.KnowsRulesAsync())
        {
            output.WriteLine("This API server is older than 1.25 and drops the rules: there is nothing to compare.");
            return;
        }

        using var client = controlPlane.OpenHttpClient();
        client.Timeout = TimeSpan.FromMinutes(1);
        var server = new AgreementServer(client);
        var documents = Documents().ToList();
        var answers = new ServerAnswer[documents.Count];
        await Parallel.ForAsync(
            0,
            documents.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Requests },
            async (index, _) => answers[index] = await server.AskAsync(documents[index])
        );

        var table = new AgreementTable();
        var faults = documents.SelectMany((document, index) => Compare(document, answers[index], table)).ToList();
        output.WriteLine(table.ToString());

        table.Total.Should().BeGreaterThanOrEqualTo(3000);
        faults.Should().BeEmpty();
    }

    [Fact]
    public void The_differences_are_named_in_the_API_reference()
    {
        var reference = File.ReadAllText(Repository.PathOf("docs", "api.md"));

        NamedDifference.All.Should().OnlyContain(named => reference.Contains($"| {named.Words}"));
    }

    private IEnumerable<AgreementDocument> Documents()
    {
        var seed = int.Parse(
            Environment.GetEnvironmentVariable("AGREEMENT_SEED") ?? $"{DefaultSeed}",
            CultureInfo.InvariantCulture
        );
        output.WriteLine($"AGREEMENT_SEED={seed}");
        var random = new Random(seed);
        return
        [
            .. TenantDocuments.All(random),
            .. SettingsDocuments.All(random),
            .. EventDocuments.All(random),
            .. YamlDocuments.All(),
        ];
    }

    private static IEnumerable<string> Compare(AgreementDocument document, ServerAnswer answer, AgreementTable table)
    {
        using var problems = new StringWriter();
        using var summary = new StringWriter();
        var exitCode = ValidateCommand.Validate(
            ["-"],
            "text",
            allowEmpty: false,
            () => ManifestFolder.Bytes(document.Text),
            problems,
            summary
        );
        var server = answer.Stored is not null;
        var validate = exitCode == 0;
        var controller = ControllerRules.Judge(document, answer) is { } errors ? errors.Count == 0 : (bool?)null;

        var agree = server == validate && (controller ?? server) == server;
        var isNamed = !agree && server && NamedDifference.Find(problems.ToString()) is not null;
        table.Add(document, server, controller, validate, isNamed, agree);
        if (!agree && !isNamed)
        {
            yield return $"API server {server}, controllers {controller}, validate {validate}:\n{document.Text}\n"
                + $"{answer.Refusal}\n{problems}{summary}";
        }

        if (answer.Refusal.Contains("should match '", StringComparison.Ordinal))
        {
            yield return $"A bare regular expression: {answer.Refusal}";
        }
    }
}
