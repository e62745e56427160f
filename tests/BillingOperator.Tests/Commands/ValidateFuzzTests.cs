using System.Globalization;
using BillingOperator.Commands;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Commands;

/// <summary>
/// The samples, damaged at random: whatever is in a file, <c>validate</c> ends, and tells it in findings.
/// <c>FUZZ_DOCUMENTS</c> and <c>FUZZ_SEED</c> try more and others.
/// </summary>
public sealed class ValidateFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\t",
        "'",
        "\"",
        "\\",
        "#",
        "&a ",
        "*a",
        "<<: ",
        "!",
        "!!int ",
        "? ",
        "|\n",
        ">",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "null",
        "1e999",
        "\"\\ud800\"",
        "\0",
        "\uFEFF",
        "\uD83D",
        "{{ .Values.x }}",
        "metadata",
        "items",
        "kind: List",
    ];

    [Fact]
    public async Task No_document_breaks_validate_or_holds_it_up()
    {
        var count = Setting("FUZZ_DOCUMENTS", 3000);
        var seed = Setting("FUZZ_SEED", 20261126);
        var samples = Directory
            .GetFiles(Repository.PathOf("config", "samples"), "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToList();
        var random = new Random(seed);

        for (var index = 0; index < count; index++)
        {
            var text = Damage(samples[random.Next(samples.Count)], random);

            var exitCode = await Task.Run(() => Validate(text)).WaitAsync(TimeSpan.FromSeconds(20));

            exitCode.Should().BeInRange(0, 2, text);
        }
    }

    private static int Validate(string text)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return ValidateCommand.Validate(
            ["-"],
            "json",
            allowEmpty: false,
            () => ManifestFolder.Bytes(text),
            output,
            error
        );
    }

    private static string Damage(string text, Random random)
    {
        for (var times = random.Next(1, 6); times > 0 && text.Length > 0; times--)
        {
            var start = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 20), text.Length - start);
            var piece = Pieces[random.Next(Pieces.Length)];
            text = random.Next(5) switch
            {
                0 => text.Remove(start, length),
                1 => text.Insert(start, text.Substring(start, length)),
                2 => text.Remove(start, 1).Insert(start, $"{(char)random.Next(0x10000)}"),
                3 => text.Remove(start, length).Insert(start, piece),
                _ => text.Insert(start, piece),
            };
        }

        return text;
    }

    private static int Setting(string name, int usual) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? $"{usual}", CultureInfo.InvariantCulture);
}
