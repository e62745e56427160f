using BillingOperator.Kubernetes.Client;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Kubernetes.Tests.Client;

[Collection(ControlPlaneTests.Name)]
public sealed class ObjectTests(ControlPlaneFixture fixture)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_lease_is_created_read_replaced_and_deleted()
    {
        var key = new EntityKey(await fixture.CreateNamespaceAsync(), "leader");
        var time = new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc) + TimeSpan.FromMicroseconds(456_789);
        var wanted = new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = key.Name, NamespaceProperty = key.Namespace },
            Spec = new V1LeaseSpec
            {
                HolderIdentity = "a",
                LeaseDurationSeconds = 15,
                AcquireTime = time,
                RenewTime = time,
            },
        };

        var created = await fixture.Admin.CreateAsync(wanted, None);
        created.Spec.Should().Be(wanted.Spec);
        (await fixture.Admin.GetAsync<V1Lease>(key, None)).Should().BeEquivalentTo(created);

        var replaced = await fixture.Admin.UpdateAsync(
            created with
            {
                Spec = created.Spec with { HolderIdentity = "b", LeaseTransitions = 1 },
            },
            None
        );
        replaced.Spec.HolderIdentity.Should().Be("b");
        replaced.Metadata.ResourceVersion.Should().NotBe(created.Metadata.ResourceVersion);

        await fixture.Admin.DeleteAsync<V1Lease>(key, None);
        (await fixture.Admin.GetAsync<V1Lease>(key, None)).Should().BeNull();
        await fixture.Admin.DeleteAsync<V1Lease>(key, None);
    }

    [Fact]
    public async Task A_secret_keeps_its_bytes()
    {
        var @namespace = await fixture.CreateNamespaceAsync();
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "keys", NamespaceProperty = @namespace },
            Data = new Dictionary<string, byte[]> { ["key"] = [0, 1, 254, 255] },
        };

        await fixture.Admin.CreateAsync(secret, None);

        var read = await fixture.Admin.GetAsync<V1Secret>(new EntityKey(@namespace, "keys"), None);
        read!.Data!["key"].Should().Equal(0, 1, 254, 255);
    }

    [Fact]
    public async Task An_event_with_a_series_is_accepted()
    {
        var @namespace = await fixture.CreateNamespaceAsync();
        var time = new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc);
        var reported = new Eventsv1Event
        {
            Metadata = new V1ObjectMeta { Name = "it-happened", NamespaceProperty = @namespace },
            EventTime = time,
            ReportingController = "test.example/tests",
            ReportingInstance = "tests-0",
            Action = "Testing",
            Reason = "Tested",
            Type = "Normal",
            Note = "It was tested.",
            Regarding = new V1ObjectReference
            {
                Kind = "Namespace",
                Name = @namespace,
                NamespaceProperty = @namespace,
            },
        };

        var created = await fixture.Admin.CreateAsync(reported, None);
        var updated = await fixture.Admin.UpdateAsync(
            created with
            {
                Series = new Eventsv1EventSeries { Count = 2, LastObservedTime = time },
            },
            None
        );

        updated.Series.Should().Be(new Eventsv1EventSeries { Count = 2, LastObservedTime = time });
        updated.EventTime.Should().Be(time);
    }

    [Fact]
    public async Task A_custom_resource_made_in_code_needs_no_kind()
    {
        var widget = await CreateWidgetAsync();

        widget.Kind.Should().Be("Widget");
        widget.ApiVersion.Should().Be("test.example/v1");
        widget.Metadata.Uid.Should().NotBeNullOrEmpty();
        widget.Metadata.Generation.Should().Be(1);
    }

    [Fact]
    public async Task Creating_what_exists_is_already_exists()
    {
        var widget = await CreateWidgetAsync();

        var act = () => fixture.Admin.CreateAsync(widget with { Metadata = NameOf(widget) }, None);

        (await act.Should().ThrowAsync<KubernetesException>()).Which.IsAlreadyExists.Should().BeTrue();
    }

    [Fact]
    public async Task Replacing_a_stale_version_is_a_conflict()
    {
        var stale = await CreateWidgetAsync();
        await fixture.Admin.UpdateAsync(stale with { Spec = new WidgetSpec { Size = 2 } }, None);

        var act = () => fixture.Admin.UpdateAsync(stale with { Spec = new WidgetSpec { Size = 3 } }, None);

        var thrown = (await act.Should().ThrowAsync<KubernetesException>()).Which;
        thrown.IsConflict.Should().BeTrue();
        thrown.Status.Details!.Name.Should().Be(stale.Metadata.Name);
    }

    [Fact]
    public async Task Replacing_an_object_keeps_its_finalizers()
    {
        var widget = await CreateWidgetAsync(new V1ObjectMeta { Finalizers = ["test.example/hold"] });

        var replaced = await fixture.Admin.UpdateAsync(widget with { Spec = new WidgetSpec { Size = 2 } }, None);

        replaced.Metadata.Finalizers.Should().Equal("test.example/hold");
    }

    [Fact]
    public async Task A_kind_that_the_server_does_not_know_is_a_refusal_and_not_an_absence()
    {
        var get = () => fixture.Admin.GetAsync<Gadget>(new EntityKey("default", "a"), None);
        var delete = () => fixture.Admin.DeleteAsync<Gadget>(new EntityKey("default", "a"), None);

        (await get.Should().ThrowAsync<KubernetesException>()).Which.IsNotFound.Should().BeTrue();
        (await delete.Should().ThrowAsync<KubernetesException>()).Which.IsNotFound.Should().BeTrue();
    }

    [Fact]
    public async Task What_the_schema_forbids_is_refused_with_the_servers_words()
    {
        var act = () =>
            CreateWidgetAsync(new V1ObjectMeta { Labels = new Dictionary<string, string> { ["a b"] = "c" } });

        var thrown = (await act.Should().ThrowAsync<KubernetesException>()).Which;
        thrown.StatusCode.Should().Be(System.Net.HttpStatusCode.UnprocessableEntity);
        thrown.Status.Reason.Should().Be("Invalid");
        thrown.Message.Should().Contain("a b");
    }

    [Theory]
    [InlineData(null, "a", "*needs a namespace*")]
    [InlineData("default", "", "*without a name*")]
    public async Task A_key_that_addresses_nothing_is_refused_before_it_is_sent(string? ns, string name, string message)
    {
        var act = () => fixture.Admin.GetAsync<Widget>(new EntityKey(ns, name), None);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage(message);
    }

    private static V1ObjectMeta NameOf(Widget widget) =>
        new() { Name = widget.Metadata.Name, NamespaceProperty = widget.Namespace() };

    private Task<Widget> CreateWidgetAsync(V1ObjectMeta? metadata = null) =>
        fixture.Admin.CreateAsync(
            new Widget
            {
                Metadata = (metadata ?? new V1ObjectMeta()) with
                {
                    Name = $"w-{Guid.NewGuid():N}",
                    NamespaceProperty = "default",
                },
                Spec = new WidgetSpec { Size = 1 },
            },
            None
        );
}
