namespace BillingOperator.Tests.Agreement;

/// <summary>What YAML makes of unquoted words, numbers, block texts and leftovers, in fields of each type.</summary>
internal static class YamlDocuments
{
    private static readonly string[] Scalars =
    [
        "",
        "~",
        "null",
        "Null",
        "y",
        "n",
        "yes",
        "No",
        "on",
        "OFF",
        "true",
        "True",
        "0011",
        "0899",
        "0o11",
        "0x1F",
        "0b11",
        "1_000",
        "+1",
        "-1",
        "1.0",
        "1.",
        ".5",
        "1e3",
        "1e400",
        ".inf",
        "-.INF",
        ".nan",
        "12e",
        "99999999999999999999",
        "2026-11-26",
        "2026-11-26T20:15:00Z",
        "1:30",
        "12-34",
        "1,000",
        "0.1.2",
        "'0011'",
        "\"0011\"",
        "\"a\\x41\\u00e9\\n\"",
        "\"\\ud83d\\ude00\"",
        "\"a\\/b\"",
        "'it''s'",
        "!!str 0011",
        "!!int 7",
        "!!float 7",
        "!!bool yes",
        "!!null x",
        "!!binary aGVsbG8=",
        "!tag a",
        "&anchor a",
        "*nowhere",
        "|\n    0 2 * * *",
        "|-\n    0 2 * * *",
        ">\n    a\n    b",
        "a # comment",
        "a #b",
        "a: b",
        "[a, b]",
        "{a: b}",
        "{{ .Values.x }}",
        "{{ .Values.x | quote }}",
        "'{{ .Values.x }}'",
        "${X}",
        "%X%",
        "@daily",
        "`a`",
        "*/5 * * * *",
        "- a",
        "\ta",
        "a\tb",
        "\"a",
        "? a",
        "a\n  b",
        "<<: a",
        "=",
        "-",
        "...",
        "---",
    ];

    private static readonly (string Kind, string Field)[] Fields =
    [
        ("Tenant", "displayName"),
        ("Tenant", "tenantId"),
        ("BillingEvent", "enabled"),
        ("BillingEvent", "uploadConcurrency"),
        ("BillingEvent", "schedule"),
        ("BillingEvent", "tenantSelector"),
    ];

    public static IEnumerable<AgreementDocument> All() =>
        [
            .. Fields.SelectMany(field =>
                Scalars.Select(scalar => Of(field.Kind, "YAML", $"spec:\n  {field.Field}: {scalar}\n"))
            ),
            .. Scalars.Select(scalar => Of("Tenant", "YAML key", $"spec:\n  {scalar}: a\n")),
            .. Scalars.Select(key =>
                Of("BillingEvent", "YAML key", $"spec:\n  tenantSelector:\n    matchLabels: {{{key}: a}}\n")
            ),
            Of("Tenant", "YAML", "spec: {displayName: a, displayName: b}\n"),
            Of("Tenant", "YAML", "spec:\n  billing: &b {sourceId: \"1\"}\n  displayName: *b\n"),
            Of("Tenant", "YAML", "spec:\n  <<: {displayName: a}\n  tenantId: b\n"),
            Of("Tenant", "YAML", "spec:\n"),
            Of("Tenant", "YAML", "spec: {}\n"),
            Of("Tenant", "YAML", ""),
        ];

    private static AgreementDocument Of(string kind, string field, string spec) =>
        new(kind, field, $"apiVersion: billing.pureconnect.io/v1\nkind: {kind}\nmetadata:\n  name: tried\n{spec}");
}
