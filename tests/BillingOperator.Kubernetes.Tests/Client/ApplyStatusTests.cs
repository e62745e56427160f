using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

[Collection(ControlPlaneTests.Name)]
public sealed class ApplyStatusTests(ControlPlaneFixture fixture)
{
    private const string Manager = "tests";
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Only_the_status_is_written_and_it_comes_back_as_it_was_sent()
    {
        var widget = await CreateAsync();
        var status = new WidgetStatus { Phase = "Ready", Conditions = [Condition("Ready")] };

        // A spec that differs must not get through: Git owns it.
        var applied = await fixture.Admin.ApplyStatusAsync(
            widget with
            {
                Spec = new WidgetSpec { Size = 99 },
                Status = status,
            },
            Manager,
            None
        );

        applied.Spec.Size.Should().Be(1);
        applied.Metadata.Generation.Should().Be(1);
        applied.Status.Should().BeEquivalentTo(status);
    }

    [Fact]
    public async Task What_only_kubectl_reads_does_not_come_back_and_stays_on_the_server()
    {
        const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
        var metadata = Named($"w-{Guid.NewGuid():N}");
        metadata.Annotations = new Dictionary<string, string> { [LastApplied] = "{}" };
        var widget = await fixture.Admin.CreateAsync(new Widget { Metadata = metadata }, None);

        var applied = await fixture.Admin.ApplyStatusAsync(
            widget with
            {
                Status = new WidgetStatus { Phase = "Ready" },
            },
            Manager,
            None
        );

        applied.Metadata.Annotations.Should().BeNull();
        applied.Metadata.ManagedFields.Should().BeNull();
        var stored = await fixture.Admin.GetAsync<Widget>(EntityKey.Of(widget), None);
        stored!.GetAnnotation(LastApplied).Should().Be("{}");
    }

    [Fact]
    public async Task Every_character_that_there_is_gets_into_a_status_and_back()
    {
        const int PlaneSize = 0x10000;
        var widget = await CreateAsync();

        for (var plane = 0; plane <= 0x10; plane++)
        {
            var note = string.Concat(
                Enumerable
                    .Range(plane * PlaneSize, PlaneSize)
                    .Where(System.Text.Rune.IsValid)
                    .Select(code => new System.Text.Rune(code).ToString())
            );
            var wanted = Unversioned(widget) with
            {
                Status = new WidgetStatus { Phase = "🚀", Note = note },
            };
            var applied = await fixture.Admin.ApplyStatusAsync(wanted, Manager, None);

            (applied.Status!.Note == note).Should().BeTrue($"plane {plane} is stored as it was sent");
            applied.Status.Phase.Should().Be("🚀");
        }
    }

    [Fact]
    public async Task Fields_that_are_no_longer_named_go_away_and_those_of_others_stay()
    {
        var widget = await CreateAsync();
        var other = widget with { Status = new WidgetStatus { Conditions = [Condition("Other")] } };
        await fixture.Admin.ApplyStatusAsync(Unversioned(other), "someone-else", None);
        var first = new WidgetStatus
        {
            Phase = "Ready",
            Note = "n",
            Conditions = [Condition("Ready")],
        };
        await fixture.Admin.ApplyStatusAsync(Unversioned(widget) with { Status = first }, Manager, None);

        var second = new WidgetStatus { Phase = "Ready" };
        var applied = await fixture.Admin.ApplyStatusAsync(Unversioned(widget) with { Status = second }, Manager, None);

        applied.Status!.Note.Should().BeNull();
        applied.Status.Conditions.Should().ContainSingle().Which.Type.Should().Be("Other");
    }

    [Fact]
    public async Task Applying_the_same_again_changes_nothing()
    {
        var widget = await CreateAsync();
        var wanted = Unversioned(widget) with { Status = new WidgetStatus { Conditions = [Condition("Ready")] } };

        var first = await fixture.Admin.ApplyStatusAsync(wanted, Manager, None);
        var second = await fixture.Admin.ApplyStatusAsync(wanted, Manager, None);

        second.Metadata.ResourceVersion.Should().Be(first.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_stale_version_is_a_conflict()
    {
        var stale = await CreateAsync();
        await fixture.Admin.UpdateAsync(stale with { Spec = new WidgetSpec { Size = 2 } }, None);

        var act = () =>
            fixture.Admin.ApplyStatusAsync(stale with { Status = new WidgetStatus { Phase = "Old" } }, Manager, None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsConflict.Should().BeTrue();
    }

    [Fact]
    public async Task An_object_that_was_made_again_under_the_same_name_is_a_conflict()
    {
        var gone = await CreateAsync();
        await fixture.Admin.DeleteAsync<Widget>(EntityKey.Of(gone), None);
        await fixture.Admin.CreateAsync(gone with { Metadata = Named(gone.Metadata.Name) }, None);

        var act = () =>
            fixture.Admin.ApplyStatusAsync(gone with { Status = new WidgetStatus { Phase = "Old" } }, Manager, None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsConflict.Should().BeTrue();
    }

    private static Widget Unversioned(Widget widget) =>
        widget with
        {
            Metadata = widget.Metadata with { ResourceVersion = null },
        };

    private static V1ObjectMeta Named(string name) => new() { Name = name, NamespaceProperty = "default" };

    private static V1Condition Condition(string type) =>
        new()
        {
            Type = type,
            Status = "True",
            Reason = "Tested",
            Message = "It was tested.",
            ObservedGeneration = 1,
            LastTransitionTime = new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc),
        };

    private Task<Widget> CreateAsync() =>
        fixture.Admin.CreateAsync(
            new Widget
            {
                Metadata = Named($"w-{Guid.NewGuid():N}"),
                Spec = new WidgetSpec { Size = 1 },
            },
            None
        );
}
