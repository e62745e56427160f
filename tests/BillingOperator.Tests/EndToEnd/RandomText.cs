using System.Text;

namespace BillingOperator.Tests.EndToEnd;

/// <summary>Text that no form expects: from all Unicode planes and categories, with the traps of YAML and JSON in it.</summary>
internal sealed class RandomText(int seed)
{
    private static readonly string[] Traps =
    [
        "🚀",
        "𠮷",
        "😀",
        "\0",
        "\u0007",
        "\u001b[31m",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffd",
        "\ufffe",
        "\uffff",
        "\U0001fffe",
        "\ue000",
        "\U000f0000",
        "\U0010ffff",
        "e\u0301",
        "\"",
        "'",
        "\\",
        "\\ud83d",
        "{{",
        "}}",
        "{",
        "[",
        "- ",
        ": ",
        " #",
        "&a",
        "*a",
        "!!binary",
        "|\n",
        ">-\n",
        "%",
        "@",
        "`",
        "~",
        "null",
        "\n---\n",
        "\r\n",
        "\t",
        "=1+1",
        "../",
        "//",
        "?",
        "<script>",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text of up to so many characters and traps.</summary>
    public string Next(int length)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(1, length + 1); i > 0; i--)
        {
            text.Append(_random.Next(3) == 0 ? Traps[_random.Next(Traps.Length)] : Character());
        }
        return text.ToString();
    }

    /// <summary>A text that may stand in a label's value.</summary>
    public string NextLabel()
    {
        const string Inner = "abcXYZ019-_.";
        var length = _random.Next(0, 60);
        var inner = string.Concat(Enumerable.Range(0, length).Select(_ => Inner[_random.Next(Inner.Length)]));
        return $"a{inner}z";
    }

    /// <summary>One of several.</summary>
    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    private string Character()
    {
        // Planes first, so that the few of the first count as much as the many of the others.
        int code;
        do
        {
            code = (_random.Next(0x11) << 16) + _random.Next(0x10000);
            code = _random.Next(2) == 0 ? code & 0xFFFF : code;
        } while (!Rune.IsValid(code));
        return new Rune(code).ToString();
    }
}
