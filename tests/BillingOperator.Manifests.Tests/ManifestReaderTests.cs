namespace BillingOperator.Manifests.Tests;

public sealed class ManifestReaderTests
{
    private const string Acme = """
        apiVersion: billing.pureconnect.io/v1
        kind: Tenant
        metadata:
          name: acme
          namespace: team
          labels: {region: eu}
        spec:
          displayName: Acme
          billing: {billable: PureConnect, deployment: OnPremises}
        """;

    private const string Settings = """
        apiVersion: billing.pureconnect.io/v1
        kind: BillingServerSettings
        metadata: {name: default}
        spec:
          s3: {bucket: billing}
          credentials: {workloadIdentity: {}}
        """;

    private const string Event = """
        apiVersion: billing.pureconnect.io/v1
        kind: BillingEvent
        metadata: {name: monthly}
        spec: {enabled: true, uploadConcurrency: 64}
        """;

    [Fact]
    public void The_three_kinds_are_read_from_several_documents_and_others_are_passed_over()
    {
        var set = ManifestYaml.Read(
            $"{Acme}\n---\n{Settings}\n---\nkind: ConfigMap\napiVersion: v1\n---\n---\n{Event}"
        );

        set.Tenants.Should().ContainSingle().Which.Entity.Spec.DisplayName.Should().Be("Acme");
        set.Tenants[0].Entity.Metadata.Labels.Should().Equal(new Dictionary<string, string> { ["region"] = "eu" });
        set.Settings.Should().ContainSingle().Which.Entity.Spec.Credentials!.WorkloadIdentity.Should().NotBeNull();
        set.Events.Should().ContainSingle().Which.Entity.Spec.UploadConcurrency.Should().Be(64);
        set.PassedOver.Should().Be(1);
        set.Problems.Should().BeEmpty();
        ManifestValidator.Validate(set).Should().BeEmpty();
    }

    [Fact]
    public void Without_a_namespace_a_tenant_is_in_default_and_the_others_are_in_none()
    {
        var set = ManifestYaml.Read(
            $"{Acme.Replace("  namespace: team\n", "")}\n---\n{Event.Replace("name: monthly", "name: monthly, namespace: x")}"
        );

        set.Tenants[0].Entity.Metadata.Namespace.Should().Be("default");
        set.Events[0].Entity.Metadata.Namespace.Should().BeNull();
    }

    [Theory]
    [InlineData("v1", "List")]
    [InlineData("billing.pureconnect.io/v1", "TenantList")]
    public void Lists_are_unfolded_and_keep_their_lines(string apiVersion, string kind)
    {
        var item = Acme.Replace("\n", "\n    ").Replace("deployment: OnPremises", "deployment: Moon");

        ManifestYaml
            .Problems($"apiVersion: {apiVersion}\nkind: {kind}\nitems:\n  - {item}")
            .Should()
            .Equal("12: Tenant team/acme: spec.billing.deployment: is \"Moon\": use Cloud or OnPremises, exactly so");
    }

    [Fact]
    public void What_a_list_of_tenants_holds_are_tenants_whether_they_say_so_or_not()
    {
        const string Items = "items:\n  - metadata: {name: a}\n    spec: {displayName: \"=1\"}\n";

        ManifestYaml
            .Problems($"apiVersion: billing.pureconnect.io/v1\nkind: TenantList\n{Items}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("5: Tenant default/a: spec.displayName");
        ManifestYaml
            .Problems(
                $"apiVersion: v1\nkind: List\n{Items.Replace("- metadata", "- apiVersion: billing.pureconnect.io/v1\n    metadata")}"
            )
            .Should()
            .Equal("4: kind: is required: enter Tenant, BillingServerSettings or BillingEvent");
    }

    [Theory]
    [InlineData("kind: Tenant\nspec: {}", "1: apiVersion: is required: use billing.pureconnect.io/v1")]
    [InlineData("apiVersion: billing.pureconnect.io/v1\nspec: {}", "1: kind: is required")]
    [InlineData(
        "apiVersion: billing.pureconect.io/v1\nkind: BillingEvent",
        "1: apiVersion: is \"billing.pureconect.io/v1\": use billing.pureconnect.io/v1"
    )]
    [InlineData("[{\"apiVersion\": \"billing.pureconnect.io/v1\"}]", "1: The document is a list")]
    public void What_is_almost_an_object_of_ours_is_not_passed_over(string yaml, string problem) =>
        ManifestYaml.Problems(yaml).Should().ContainSingle().Which.Should().StartWith(problem);

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
            .Problems(yaml)
            .Should()
            .OnlyContain(problem => problem.StartsWith("1:") || problem.StartsWith("2:"));

    [Theory]
    [InlineData("%YAML 1.1\n---\n", "1: The file cannot be read as YAML: %YAML 1.1 is a directive, which Kubernetes")]
    [InlineData("# a\n%FOO bar\n---\n", "2: The file cannot be read as YAML: ")]
    [InlineData("kind: A\n...\n%TAG ! x\n---\n", "3: The file cannot be read as YAML: %TAG ! x is a directive")]
    public void A_directive_is_no_YAML_of_Kubernetes(string before, string problem) =>
        ManifestYaml.Problems(before + Acme).Should().ContainSingle().Which.Should().StartWith(problem);

    [Theory]
    [InlineData("just text", "1: The document is the text \"just text\", no object: write apiVersion, kind")]
    [InlineData("kind: A\n---\n7", "3: The document is the number 7, no object: write")]
    [InlineData("[1, 2]", "1: The document is a list: write its objects one by one")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [a]", "3: items[0] is the text \"a\", no object: write apiVersion")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n-", "4: items[0] is nothing, no object: write apiVersion")]
    [InlineData("apiVersion: v1\nkind: List\nitems: {a: b}", "3: items: is a map: write a list, each item after a")]
    [InlineData("apiVersion: v1\nkind: List\nitems: [{a: b}]", "3: kind: is required: enter the kind of this object")]
    [InlineData("metadata: {name: a}\nspec: {}", "1: kind: is required: enter the kind of this object")]
    [InlineData("apiVersion: v1\nkind: list\nitems: []", "2: kind: is \"list\": did you mean List?")]
    [InlineData("apiVersion: v1\nkind: tenantlist", "2: kind: is \"tenantlist\": did you mean TenantList?")]
    [InlineData("kind: tenant", "1: apiVersion: is required: use billing.pureconnect.io/v1")]
    [InlineData(
        "apiVersion: billing.pureconnect.io/v1\nkind: tenantlist\nitems: []",
        "2: kind: is \"tenantlist\": did you mean TenantList?"
    )]
    [InlineData(
        "apiVersion: billing.pureconect.io/v1\nkind: TenantList\nitems: []",
        "1: apiVersion: is \"billing.pureconect.io/v1\": use billing.pureconnect.io/v1"
    )]
    public void What_kubectl_would_not_take_for_an_object_is_a_problem(string yaml, string problem) =>
        ManifestYaml.Problems(yaml).Should().ContainSingle().Which.Should().StartWith(problem);

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
    [InlineData("a: .inf", "1: The file cannot be read as YAML: .inf is no number that JSON has: put it in quotes")]
    public void What_is_no_YAML_is_named_as_what_it_is(string yaml, string problem, string remedy = ": ") =>
        ManifestYaml.Problems(yaml).Should().ContainSingle().Which.Should().StartWith(problem).And.Contain(remedy);

    [Fact]
    public void A_template_in_quotes_is_YAML() =>
        ManifestYaml.Problems(Acme.Replace("displayName: Acme", "displayName: 'A {{ .x }}'")).Should().BeEmpty();

    [Fact]
    public void A_document_too_deep_to_be_one_is_a_problem() =>
        ManifestYaml.Problems(new string('[', 100_000)).Should().ContainSingle().Which.Should().Contain("levels deep");

    [Theory]
    [InlineData("nmae: x", "metadata.nmae: is not a field: remove it")]
    [InlineData("names: x", "metadata.names: is not a field: did you mean name?")]
    [InlineData("label: {a: b}", "metadata.label: is not a field: did you mean labels?")]
    [InlineData("annotations: {a b: c}", "metadata.annotations: holds the key \"a b\"")]
    public void Metadata_is_checked_as_the_API_server_does(string line, string problem) =>
        ManifestYaml
            .Problems(Acme.Replace("labels: {region: eu}", line))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"6: Tenant team/acme: {problem}");

    [Theory]
    [InlineData("finalizers: x", "metadata.finalizers: is the text \"x\": write a list")]
    [InlineData("finalizers: [1]", "metadata.finalizers[0]: must be a text, but 1 without quotes is the number 1")]
    [InlineData("finalizers: [a b]", "metadata.finalizers[0]: is \"a b\": use a name such as example.com/cleanup")]
    [InlineData("ownerReferences: {kind: A}", "metadata.ownerReferences: is a map: write a list")]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a}]",
        "metadata.ownerReferences[0].uid: is required: enter the uid of the owner"
    )]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: b, controler: true}]",
        "metadata.ownerReferences[0].controler: is not a field: did you mean controller?"
    )]
    [InlineData(
        "ownerReferences: [{apiVersion: v1, kind: A, name: a, uid: b, controller: \"true\"}]",
        "metadata.ownerReferences[0].controller: is the text \"true\": write true or false, without quotes"
    )]
    [InlineData("uid: 7", "metadata.uid: must be a text, but 7 without quotes is the number 7")]
    [InlineData("generation: \"7\"", "metadata.generation: is the text \"7\": write a whole number, without quotes")]
    [InlineData(
        "creationTimestamp: today",
        "metadata.creationTimestamp: is \"today\": write a time such as 2026-11-26T"
    )]
    [InlineData("managedFields: [a]", "metadata.managedFields[0]: is the text \"a\": write its fields below it")]
    [InlineData("annotations: {a: true}", "metadata.annotations[a]: must be a text, but true without quotes is true")]
    [InlineData("annotations: [a]", "metadata.annotations: is a list: write key: value pairs")]
    [InlineData("generateName: A-", "metadata.generateName: is \"A-\": use at most 253 lower-case letters")]
    public void All_metadata_is_checked_also_what_a_cluster_would_add(string line, string problem) =>
        ManifestYaml
            .Problems(Acme.Replace("labels: {region: eu}", line))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"6: Tenant team/acme: {problem}");

    [Theory]
    [InlineData(
        "requestAt: now",
        "is no annotation of a BillingEvent: did you mean billing.pureconnect.io/requestedAt?"
    )]
    [InlineData("takeOver: abc", "is no annotation of a BillingEvent: use billing.pureconnect.io/requestedAt or")]
    [InlineData("requestedPeriod: 0001-01", "is \"0001-01\", which is before 2000: enter a period")]
    [InlineData("requestedPeriod: 2026-10-31", "enter a month such as 2026-10")]
    public void An_annotation_of_ours_is_checked(string annotation, string problem)
    {
        var name = annotation.Split(':')[0];

        ManifestYaml
            .Problems(
                $"{Settings}\n---\n{Event.Replace("{name: monthly}", $"{{name: monthly, annotations: {{billing.pureconnect.io/{annotation}}}}}")}"
            )
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"10: BillingEvent monthly: metadata.annotations[billing.pureconnect.io/{name}]: ")
            .And.Contain(problem);
    }

    [Fact]
    public void A_request_that_says_nothing_new_the_next_time_is_worth_a_note() =>
        ManifestYaml
            .Problems(
                $"{Settings}\n---\n{Event.Replace("{name: monthly}", "{name: monthly, annotations: {billing.pureconnect.io/requestedAt: now}}")}"
            )
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith(
                "10: note: BillingEvent monthly: metadata.annotations[billing.pureconnect.io/requestedAt]: is \"now\""
            );

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

        ManifestYaml.Read(json).Tenants.Should().ContainSingle().Which.Entity.Spec.DisplayName.Should().Be("Acme 😀");
    }

    [Fact]
    public void What_a_cluster_adds_to_an_exported_object_does_not_disturb()
    {
        var set = ManifestYaml.Read(
            Acme.Replace(
                "  name: acme",
                "  name: acme\n  uid: \"1234\"\n  generation: 7\n  managedFields: [{manager: kubectl}]\n  finalizers: [x]"
            ) + "\nstatus: {conditions: broken}\n"
        );

        set.Problems.Should().BeEmpty();
        set.Tenants.Should().ContainSingle();
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

        set.Problems.Should().BeEmpty();
        var two = set.Tenants[2].Entity.Spec;
        two.DisplayName.Should().Be("Two");
        two.Billing.Should().Be(set.Tenants[1].Entity.Spec.Billing);
    }

    [Fact]
    public void Aliases_that_multiply_without_end_are_refused()
    {
        var bomb =
            "a0: &a0 [x]\n"
            + string.Concat(
                Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n")
            );

        ManifestYaml.Problems(bomb).Should().ContainSingle().Which.Should().Contain("write it out");
    }

    [Theory]
    [InlineData("a: &a [*a]")]
    [InlineData("{{ if .Values.x }}")]
    [InlineData("a: [")]
    [InlineData("a:\n\tb: 1")]
    [InlineData("? [a]\n: b")]
    public void What_is_not_YAML_has_a_place(string yaml) =>
        ManifestYaml
            .Problems("# a comment\n" + yaml)
            .Should()
            .ContainSingle()
            .Which.Should()
            .MatchRegex(@"^[23]: The file");

    [Fact]
    public void A_key_that_comes_twice_is_a_problem_at_its_second_place() =>
        ManifestYaml
            .Problems(Acme + "\nmetadata: {name: other}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith("10: The file cannot be read as YAML: ")
            .And.Contain("metadata");

    [Theory]
    [InlineData(
        "tier1AccountId: 0011",
        "must be a text, but 0011 without quotes is the number 9: put it in quotes, \"0011\""
    )]
    [InlineData("tier1AccountId: 12.50", "must be a text, but 12.50 without quotes is the number 12.5")]
    [InlineData("tier1AccountId: no", "must be a text, but no without quotes is false: put it in quotes, \"no\"")]
    [InlineData("tier1AccountId: 0x1F", "the number 31")]
    [InlineData("tier1AccountId: 1_000", "the number 1000")]
    [InlineData("tier1AccountId: 0899", "the number 899")]
    [InlineData("tier1AccountId: 99999999999999999999", "must be a text, but 99999999999999999999 without quotes")]
    [InlineData("tier1AccountId: [a]", "is a list: write a text")]
    [InlineData("tier1AccountId: {a: b}", "is a map: write a text")]
    [InlineData("tier1AcountId: a", "is not a field: did you mean tier1AccountId?")]
    [InlineData("TIER1ACCOUNTID: a", "is not a field: did you mean tier1AccountId?")]
    [InlineData("price: a", "is not a field: remove it; the fields here are billable, deployment, tier1AccountId")]
    public void A_fault_of_writing_is_told_at_its_field(string line, string message)
    {
        var field = line.Split(':')[0];

        ManifestYaml
            .Problems(Acme.Replace("billing: {billable: PureConnect, deployment: OnPremises}", $"billing:\n    {line}"))
            .Should()
            .ContainSingle()
            .Which.Should()
            .StartWith($"10: Tenant team/acme: spec.billing.{field}: ")
            .And.Contain(message);
    }

    [Theory]
    [InlineData("\"0011\"")]
    [InlineData("'no'")]
    [InlineData("!!str 0011")]
    [InlineData("|-\n      0011")]
    [InlineData("2026-11-23")]
    [InlineData("1e")]
    [InlineData("0x")]
    [InlineData("1:30")]
    [InlineData("12-34")]
    public void A_text_is_a_text(string id) =>
        ManifestYaml
            .Problems(
                Acme.Replace(
                    "billing: {billable: PureConnect, deployment: OnPremises}",
                    $"billing:\n    sourceId: {id}"
                )
            )
            .Should()
            .BeEmpty();

    [Theory]
    [InlineData("enabled: yes", null)]
    [InlineData("enabled: \"true\"", "spec.enabled: is the text \"true\": write true or false, without quotes")]
    [InlineData(
        "uploadConcurrency: \"8\"",
        "spec.uploadConcurrency: is the text \"8\": write a whole number, without quotes"
    )]
    [InlineData("enabled: 1", "spec.enabled: is the number 1: write true or false")]
    [InlineData("uploadConcurrency: 8.5", "spec.uploadConcurrency: is the number 8.5: write a whole number")]
    [InlineData("uploadConcurrency: yes", "spec.uploadConcurrency: is true: write a whole number")]
    [InlineData(
        "uploadConcurrency: 4294967296",
        "spec.uploadConcurrency: is more than 256: use a number from 1 to 256"
    )]
    [InlineData("uploadConcurrency: -1e30", "spec.uploadConcurrency: is less than 1: use a number from 1 to 256")]
    [InlineData("startingDeadlineSeconds: 2147483648", "spec.startingDeadlineSeconds: is more than 31622400: use a")]
    [InlineData("uploadConcurrency: 0x10", null)]
    [InlineData(
        "serverSettingsRef: default",
        "spec.serverSettingsRef: is the text \"default\": write its fields below it"
    )]
    [InlineData("tenantSelector: {matchLabels: [a]}", "spec.tenantSelector.matchLabels: is a list: write key: value")]
    [InlineData("tenantSelector: {matchLabels: {a: 1}}", "spec.tenantSelector.matchLabels[a]: must be a text, but 1")]
    [InlineData("tenantSelector: {matchLabels: {a: }}", "spec.tenantSelector.matchLabels[a]: has no value")]
    [InlineData(
        "tenantSelector: {matchExpressions: {key: a}}",
        "spec.tenantSelector.matchExpressions: is a map: write a list"
    )]
    [InlineData(
        "tenantSelector: {matchExpressions: [{key: a, operator: In, values: [1, b]}]}",
        "spec.tenantSelector.matchExpressions[0].values[0]: must be a text"
    )]
    [InlineData("schedule:", null)]
    public void Values_of_another_type_are_told_with_the_remedy(string line, string? problem)
    {
        var problems = ManifestYaml.Problems(
            $"{Settings}\n---\n{Event.Replace("spec: {enabled: true, uploadConcurrency: 64}", $"spec:\n  {line}")}"
        );

        if (problem is null)
        {
            problems.Should().BeEmpty();
        }
        else
        {
            problems.Should().ContainSingle().Which.Should().StartWith($"12: BillingEvent monthly: {problem}");
        }
    }

    [Fact]
    public void A_remedy_is_one_for_the_fault_at_hand()
    {
        ManifestYaml
            .Problems(Settings.Replace("workloadIdentity: {}", "workloadIdentity: {role: x}"))
            .Should()
            .Equal(
                "6: BillingServerSettings default: spec.credentials.workloadIdentity.role: is not a field: remove it; "
                    + "there are none here"
            );
        ManifestYaml
            .Problems($"{Settings}\n---\n{Event.Replace("64", "8.5")}")
            .Should()
            .ContainSingle()
            .Which.Should()
            .EndWith("is the number 8.5: write a whole number");
    }

    [Theory]
    [InlineData("kind: Tenant", "kind: Tennant", "2: kind: is \"Tennant\": did you mean Tenant?")]
    [InlineData("kind: Tenant", "kind: Bill", "2: kind: is \"Bill\": use Tenant, BillingServerSettings, BillingEvent")]
    [InlineData(
        "io/v1",
        "io/v1beta1",
        "1: apiVersion: is \"billing.pureconnect.io/v1beta1\": use billing.pureconnect.io/v1"
    )]
    [InlineData("  name: acme\n", "", "3: Tenant team/: metadata.name: is required: name the object")]
    [InlineData(
        "name: acme",
        "name: Acme",
        "4: Tenant team/Acme: metadata.name: is \"Acme\": use at most 253 lower-case"
    )]
    [InlineData("namespace: team", "namespace: a.b", "5: Tenant a.b/acme: metadata.namespace: is \"a.b\"")]
    [InlineData("spec:\n", "specs:\n", "7: Tenant team/acme: specs: is not a field: did you mean spec?")]
    [InlineData(
        "labels: {region: eu}",
        "labels: {on: yes}",
        "6: Tenant team/acme: metadata.labels[true]: must be a text, but yes"
    )]
    public void The_frame_of_an_object_is_checked_too(string right, string wrong, string problem) =>
        ManifestYaml.Problems(Acme.Replace(right, wrong)).Should().Contain(line => line.StartsWith(problem));

    [Fact]
    public void A_missing_spec_is_a_problem() =>
        ManifestYaml
            .Problems("apiVersion: billing.pureconnect.io/v1\nkind: Tenant\nmetadata: {name: a}\n")
            .Should()
            .Equal("1: Tenant default/a: spec: is required: enter what you want, indented below it");

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("null\n---\n~\n")]
    [InlineData("replicas: 3\nimage: {tag: x}")]
    public void A_file_without_objects_is_no_problem(string yaml) => ManifestYaml.Problems(yaml).Should().BeEmpty();
}
