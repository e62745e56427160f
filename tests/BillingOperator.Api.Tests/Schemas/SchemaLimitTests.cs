namespace BillingOperator.Api.Tests.Schemas;

/// <summary>What the API server asks of a schema, and what <c>kubectl explain</c> gives to its reader.</summary>
public sealed class SchemaLimitTests
{
    public static TheoryData<string> Kinds => Crd.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_is_explained_in_sentences(string kind)
    {
        Paths(Fields(kind).Where(field => field.Description?.EndsWith('.') != true)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_optional_setting_names_its_default(string kind)
    {
        var settings = Fields(kind)
            .Where(field => field.Path.StartsWith("spec.", StringComparison.Ordinal) && !field.Children.Any())
            .Where(field =>
                !field.Path.EndsWith(']') && !field.Path.Contains("matchExpressions", StringComparison.Ordinal)
            );

        var silent = settings.Where(field =>
            !field.Description!.Contains("Default: ", StringComparison.Ordinal)
            && !field.Description.Contains("Required", StringComparison.Ordinal)
            && field.Name is not ("workloadIdentity" or "inline")
        );

        Paths(silent).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_text_list_and_map_is_bounded_so_that_rules_cannot_cost_too_much(string kind)
    {
        var unbounded = Fields(kind)
            .Where(field =>
                field switch
                {
                    { Type: "string", Format: null } => !field.Has("maxLength"),
                    { Type: "array" } => !field.Has("maxItems"),
                    { IsMap: true } => !field.Has("maxProperties"),
                    _ => false,
                }
            );

        Paths(unbounded).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_list_says_how_writers_share_it(string kind)
    {
        var lists = Fields(kind).Where(field => field.Type == "array");

        Paths(lists.Where(list => !list.Has("x-kubernetes-list-type"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("Tenant", "status.conditions", "type")]
    [InlineData("Tenant", "status.uploads", "event", "billingPeriod")]
    [InlineData("BillingServerSettings", "status.conditions", "type")]
    [InlineData("BillingEvent", "status.conditions", "type")]
    public void Lists_that_are_maps_are_keyed(string kind, string path, params string[] keys)
    {
        var list = Crd.Of(kind).Root.At(path);

        list.Text("x-kubernetes-list-type").Should().Be("map");
        list.Json["x-kubernetes-list-map-keys"]!.AsArray().Select(name => (string)name!).Should().Equal(keys);
        list.Element!.Required.Should().Contain(keys);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_is_filled_in_by_the_server(string kind)
    {
        Paths(Crd.Of(kind).Root.SelfAndDescendants.Where(node => node.Has("default"))).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_rule_is_one_line_with_a_message_that_says_what_to_do(string kind)
    {
        var nodes = Crd.Of(kind).Root.SelfAndDescendants.Select(node => node.Rules).ToList();
        var rules = nodes.SelectMany(ofNode => ofNode).ToList();

        rules.Should().NotBeEmpty();
        rules.Should().OnlyContain(rule => !rule.Rule.Contains('\n', StringComparison.Ordinal));
        rules.Should().OnlyContain(rule => !rule.Message.Contains('\n', StringComparison.Ordinal));
        nodes.Should().OnlyContain(ofNode => ofNode.Distinct().Count() == ofNode.Count);
    }

    /// <summary>An API server refuses what does not match a pattern by showing the pattern; a rule has a message.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_setting_is_refused_by_a_bare_pattern(string kind)
    {
        var settings = Fields(kind).Where(field => field.Path.StartsWith("spec", StringComparison.Ordinal));

        Paths(settings.Where(field => field.Has("pattern") || field.Has("minLength"))).Should().BeEmpty();
    }

    /// <summary>The API server drops null entries and null fields, and what is left would select all.</summary>
    [Theory]
    [InlineData("spec.tenantSelector", "minProperties")]
    [InlineData("spec.tenantSelector.matchLabels", "minProperties")]
    [InlineData("spec.tenantSelector.matchExpressions", "minItems")]
    public void What_means_all_when_it_is_absent_is_never_empty(string path, string keyword) =>
        Crd.Of("BillingEvent").Root.At(path).Number(keyword).Should().Be(1);

    // The API server itself describes apiVersion, kind and metadata of a root.
    private static IEnumerable<SchemaNode> Fields(string kind) =>
        Crd.Of(kind).Root.SelfAndDescendants.Where(node => node.Path is not ("apiVersion" or "kind" or "metadata"));

    private static IEnumerable<string> Paths(IEnumerable<SchemaNode> fields) => fields.Select(field => field.Path);
}
