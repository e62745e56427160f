using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using BillingOperator.Hosting;

namespace BillingOperator.Commands;

/// <summary><c>version</c>: which build of the program this is.</summary>
internal static class VersionCommand
{
    private const string Text = "text";
    private const string Json = "json";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var format = new Option<string>("--output", "-o")
        {
            Description = "How it is written: text or json",
            DefaultValueFactory = _ => Text,
            CustomParser = OptionParsers.OneOf([Text, Json]),
        };
        format.CompletionSources.Add(Text, Json);
        var command = new Command("version", "Shows the version of this program.") { format };
        command.SetAction(result =>
            Write(result.InvocationConfiguration.Output, isJson: result.GetRequiredValue(format) == Json)
        );
        return command;
    }

    private static void Write(TextWriter output, bool isJson)
    {
        var platform = $"{RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription}";
        if (!isJson)
        {
            output.WriteLine($"Client version: {ProgramVersion.Text}");
            output.WriteLine($"Commit:         {ProgramVersion.Commit ?? "unknown"}");
            output.WriteLine($"Platform:       {platform}");
            return;
        }
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartObject("clientVersion");
            json.WriteString("version", ProgramVersion.Text);
            json.WriteString("commit", ProgramVersion.Commit);
            json.WriteString("platform", platform);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
