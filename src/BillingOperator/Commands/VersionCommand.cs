using System.CommandLine;
using System.Runtime.InteropServices;
using BillingOperator.Billing.Reports;
using BillingOperator.Hosting;

namespace BillingOperator.Commands;

/// <summary>
/// <c>version [--server]</c>: which build of the program this is, and the API server's version. Exit code 2 where that
/// was asked for and could not be had.
/// </summary>
internal static class VersionCommand
{
    private const int NoServer = 2;

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var cluster = new ClusterOptions();
        var server = new Option<bool>("--server") { Description = "Ask the API server for its version too" };
        var format = OutputFormat.Option();
        var command = new DocumentedCommand(
            "version",
            "Shows the version of this program, and of the API server.",
            """
            Exit codes:
              0  shown
              2  the API server was asked for its version, and did not tell it

            Examples:
              billing-operator version

              # The API server's too
              billing-operator version --server -o json
            """
        )
        {
            server,
            format,
        };
        foreach (var option in cluster.All)
        {
            command.Add(option);
        }
        command.SetAction(
            async (result, cancellationToken) =>
            {
                var (version, failure) = result.GetValue(server)
                    ? await AskAsync(cluster, result, cancellationToken)
                    : default;
                var output = result.InvocationConfiguration.Output;
                if (OutputFormat.IsJson(result, format))
                {
                    WriteJson(output, version);
                }
                else
                {
                    await output.WriteLineAsync(TextOf(version).TrimEnd('\n'));
                }
                if (failure is null)
                {
                    return 0;
                }
                await result.InvocationConfiguration.Error.WriteLineAsync($"billing-operator: {failure}");
                return NoServer;
            }
        );
        return command;
    }

    private static async Task<(string? Version, string? Failure)> AskAsync(
        ClusterOptions options,
        ParseResult arguments,
        CancellationToken cancellationToken
    )
    {
        using var cluster = options.Open(arguments);
        try
        {
            return ((await cluster.Client.GetVersionAsync(cancellationToken)).GitVersion, null);
        }
        catch (Exception failure)
            when (!cancellationToken.IsCancellationRequested && cluster.Explain(failure) is { } why)
        {
            return (null, why);
        }
    }

    private static string Platform =>
        $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}";

    private static string TextOf(string? server) =>
        $"""
            Client version: {ProgramVersion.Text}
            Commit:         {ProgramVersion.Commit ?? "unknown"}
            Platform:       {Platform}
            {(server is null ? "" : $"Server version: {server}")}
            """;

    private static void WriteJson(TextWriter output, string? server) =>
        ReportJson.Write(
            output,
            json =>
            {
                json.WriteStartObject();
                json.WriteStartObject("clientVersion");
                json.WriteString("version", ProgramVersion.Text);
                json.WriteString("commit", ProgramVersion.Commit);
                json.WriteString("platform", Platform);
                json.WriteEndObject();
                if (server is not null)
                {
                    json.WriteStartObject("serverVersion");
                    json.WriteString("version", server);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            }
        );
}
