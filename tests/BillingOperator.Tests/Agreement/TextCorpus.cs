using System.Text;

namespace BillingOperator.Tests.Agreement;

/// <summary>Texts for fields: the edges of lengths, Unicode's planes and categories, leftovers of templates.</summary>
internal static class TextCorpus
{
    public static readonly string[] Leftovers =
    [
        "{{ .Values.x }}",
        "${TENANT}",
        "$(TENANT)",
        "<no value>",
        "<nil>",
        "null",
        "~",
        "undefined",
        "%!s(<nil>)",
        "%!d(string=x)",
        "__TENANT__",
        "TODO",
        "changeme",
        "[object Object]",
    ];

    public static readonly string[] Edges =
    [
        "",
        " ",
        "\t",
        "\n",
        "\r\n",
        "a\n",
        "\na",
        " a",
        "a ",
        "a b",
        "a\tb",
        "a\u0000b",
        "a\u0007",
        "a\u007F",
        "a\u0085b",
        "\u00A0",
        "a\u00A0",
        "a\u00ADb",
        "\u034F",
        "\u0301",
        "e\u0301",
        "\u061C",
        "\u115F",
        "a\u1160b",
        "\u2003",
        "\u200B",
        "a\u200Bb",
        "a\u200Db",
        "\u2028",
        "a\u2029b",
        "\u202Eabc",
        "a\u2060b",
        "\u2800",
        "a\u2800",
        "\u3000",
        "\u3164",
        "\uFEFF",
        "\uFEFFabc",
        "\uFFA0",
        "\uFFFC",
        "\uFFFD",
        "\uFFFE",
        "a\uFFFF",
        "\uE000",
        "a\uF8FF",
        "\u0378",
        "=1+1",
        "+49",
        "-1",
        "@SUM(A1)",
        "'=1",
        "0011-4711",
        "a=b; \"c\" 'd' \\ / & < > | ` ~ ! # % ^",
        "é",
        "ÄÖÜ",
        "Ünïcödé GmbH & Co. KG",
        "Ελλάδα",
        "Россия",
        "ישראל",
        "مصر",
        "भारत",
        "ประเทศไทย",
        "中国",
        "日本",
        "대한민국",
        "ǅ",
        "ʰ",
        "Ⅷ",
        "½",
        "∑",
        "€",
        "^",
        "‿",
        "«»",
        "①",
        "😀",
        "🚀 Tenant",
        "𠮷",
        "𝔘",
        "🇩🇪",
        "👍🏽",
        "👨\u200D👩\u200D👧",
        "\U000E0041",
        "\U000E0100",
        "a\U000F0000",
        "a\U0010FFFF",
        "\U0001FFFE",
        "a\U000E0080",
        "\u017F",
        "\u212A",
        "İ",
        "ı",
        "ß",
        "ﬁ",
    ];

    /// <summary>The texts above, the edges of a length, and random ones.</summary>
    public static IEnumerable<string> All(Random random, int maxLength, int randomTexts = 40) =>
        [.. Edges, .. Leftovers, .. Lengths(maxLength), .. Enumerable.Range(0, randomTexts).Select(_ => Any(random))];

    /// <summary>Texts of just the greatest length and of one more: of one, two and four bytes a character.</summary>
    public static IEnumerable<string> Lengths(int maxLength) =>
        from character in new[] { "a", "é", "😀" }
        from length in new[] { 1, maxLength - 1, maxLength, maxLength + 1 }
        select string.Concat(Enumerable.Repeat(character, length));

    /// <summary>
    /// Up to twelve characters of any plane but those that came into Unicode after version 13, the one of the oldest
    /// API server with rules: which of those are letters depends on the server.
    /// </summary>
    public static string Any(Random random)
    {
        var text = new StringBuilder();
        var length = random.Next(1, 12);
        while (text.Length < length)
        {
            text.Append(
                random.Next(6) switch
                {
                    0 => Of(random, 0x20, 0x7E),
                    1 => Of(random, 0x00, 0x24F),
                    2 => Of(random, 0x370, 0x52F),
                    3 => Of(random, 0x2000, 0x206F),
                    4 => Of(random, 0x4E00, 0x9FA5),
                    _ => Of(random, 0x1F600, 0x1F64F),
                }
            );
        }

        return text.ToString();
    }

    private static string Of(Random random, int first, int last) => new Rune(random.Next(first, last + 1)).ToString();
}
