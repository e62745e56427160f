using BillingOperator.Api.Tenants;
using static BillingOperator.Manifests.Tests.ManifestSamples;

namespace BillingOperator.Manifests.Tests;

public sealed class ManifestYamlTests
{
    [Fact]
    public void JSON_is_read_also_with_tabs_and_escapes()
    {
        var json = """
            {
            	"apiVersion": "billing.pureconnect.io\/v1", "kind": "Tenant",
            	"metadata": {"name": "acme", "creationTimestamp": null},
            	"spec": {"displayName": "A\u0063me \ud83d\ude00"}
            }
            """;

        ManifestYaml
            .Read(json)
            .Of<Tenant>()
            .Should()
            .ContainSingle()
            .Which.Entity.Spec.DisplayName.Should()
            .Be("Acme 😀");
    }

    [Fact]
    public void Anchors_and_merge_keys_are_followed()
    {
        var set = ManifestYaml.Read(
            Acme.Replace("spec:", "spec: &spec")
                + "\n---\nnever: &x 1\n---\n"
                + """
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: billing.pureconnect.io/v1
                    kind: Tenant
                    metadata: {name: one}
                    spec: &base {displayName: One, billing: &billing {billable: PureConnect, deployment: OnPremises}}
                  - apiVersion: billing.pureconnect.io/v1
                    kind: Tenant
                    metadata: {name: two}
                    spec:
                      <<: *base
                      displayName: Two
                """
        );

        set.Findings.Should().BeEmpty();
        var two = set.Of<Tenant>()[2].Entity.Spec;
        two.DisplayName.Should().Be("Two");
        two.Billing.Should().Be(set.Of<Tenant>()[1].Entity.Spec.Billing);
    }

    [Fact]
    public void Aliases_that_multiply_without_end_are_refused()
    {
        var bomb =
            "a0: &a0 [x]\n"
            + string.Concat(
                Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n")
            );

        ManifestYaml.Findings(bomb).Should().ContainSingle().Which.Should().Contain("write it out");
    }

    [Theory]
    [InlineData("a: &a [*a]")]
    [InlineData("{{ if .Values.x }}")]
    [InlineData("a: [")]
    [InlineData("a:\n\tb: 1")]
    [InlineData("? [a]\n: b")]
    public void What_is_not_YAML_has_a_place(string yaml) =>
        ManifestYaml
            .Findings("# a comment\n" + yaml)
            .Should()
            .ContainSingle()
            .Which.Should()
            .MatchRegex(@"^[23]: The file");

    [Theory]
    [InlineData("metadata: {name: d\nspec: [")]
    [InlineData("a: \"\\ud800\"")]
    [InlineData("a: \"\\ud83d\\ude00\"")]
    [InlineData("a: \"b\\/c\"")]
    [InlineData("a: .inf")]
    [InlineData("a: !!null b")]
    [InlineData("a: !!binary b")]
    [InlineData("%YAML 9.9\n---\na")]
    public void Whatever_a_parser_says_is_a_problem_with_a_place(string yaml) =>
        ManifestYaml
            .Findings(yaml)
            .Should()
            .OnlyContain(finding => finding.StartsWith("1:") || finding.StartsWith("2:"));

    [Theory]
    [InlineData("%YAML 1.1\n---\n", "1: The file cannot be read as YAML: %YAML 1.1 is a directive, which Kubernetes")]
    [InlineData("# a\n%FOO bar\n---\n", "2: The file cannot be read as YAML: ")]
    [InlineData("kind: A\n...\n%TAG ! x\n---\n", "3: The file cannot be read as YAML: %TAG ! x is a directive")]
    public void A_directive_is_no_YAML_of_Kubernetes(string before, string finding) =>
        ManifestYaml.Findings(before + Acme).Should().ContainSingle().Which.Should().StartWith(finding);

    [Theory]
    [InlineData("{{- if .Values.billing }}\n", "1: The file is a template, with {{- if .Values.billing }}: fill it in")]
    [InlineData(
        "# {{ .no }}\na: {{ .Values.x }}\n",
        "2: The file is a template, with {{ .Values.x }}: fill it in first"
    )]
    [InlineData("a: '{{ .no }}'\nb: {{ .Values.x }}\n", "2: The file is a template, with {{ .Values.x }}")]
    [InlineData("a: \"{{ x | default \"b\" }}\"\n", "1: The file is a template, with {{ x | default \"b\" }}")]
    [InlineData(
        "{% if x %}\nkind: A\n",
        "1: The file is a template, with {% if x %}: fill it in first, such as helm template"
    )]
    [InlineData("a: b\n<<<<<<< HEAD\nc: d\n=======\n", "2: The file has the marks of a merge with conflicts: choose")]
    [InlineData("a: b\n\tc: d\n", "2: The file cannot be read as YAML: a tab indents this line: use spaces")]
    [InlineData("a: b\n c: d\n", "2: The file cannot be read as YAML: ", ": look here and in the lines above")]
    [InlineData("a: 1\na: 2\n", "2: The file cannot be read as YAML: the key a comes a second time: remove one")]
    [InlineData("a: !!binary b", "1: The file cannot be read as YAML: A !!binary is Base64: remove the tag")]
    [InlineData("a: 1\nb: *a\n", "2: The file cannot be read as YAML: There is no &a before this *a: write it there")]
    [InlineData("a: 1\nb: .inf\na: 1\n  c: d\n", "2: The file cannot be read as YAML: .inf is no number that JSON has")]
    [InlineData("a: .inf", "1: The file cannot be read as YAML: .inf is no number that JSON has: put it in quotes")]
    public void What_is_no_YAML_is_named_as_what_it_is(string yaml, string finding, string remedy = ": ") =>
        ManifestYaml.Findings(yaml).Should().ContainSingle().Which.Should().StartWith(finding).And.Contain(remedy);

    [Fact]
    public void A_template_in_quotes_is_YAML() =>
        ManifestYaml.Findings(Acme.Replace("displayName: Acme", "displayName: 'A {{ .x }}'")).Should().BeEmpty();

    [Fact]
    public void A_document_too_deep_to_be_one_is_a_problem() =>
        ManifestYaml.Findings(new string('[', 100_000)).Should().ContainSingle().Which.Should().Contain("levels deep");

    [Fact]
    public void A_key_that_comes_twice_is_a_problem_at_its_second_place() =>
        ManifestYaml
            .Findings(Acme + "\nmetadata: {name: other}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("10: The file cannot be read as YAML: ")
            .And.Contain("metadata");
}
