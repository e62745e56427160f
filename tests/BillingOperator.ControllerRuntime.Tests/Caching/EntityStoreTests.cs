using BillingOperator.ControllerRuntime.Caching;
using BillingOperator.ControllerRuntime.Tests.Cluster;
using BillingOperator.Kubernetes.Entities;
using FsCheck;
using FsCheck.Fluent;

namespace BillingOperator.ControllerRuntime.Tests.Caching;

public sealed class EntityStoreTests
{
    private readonly EntityStore<Widget> _store = new(
        new CacheOptions<Widget>().AddIndex("color", static widget => widget.Spec.Color)
    );

    [Fact]
    public void A_version_that_is_known_is_not_passed_on()
    {
        _store.Put(At("a", "1")).Should().NotBeNull();
        _store.Put(At("a", "1")).Should().BeNull();
        _store.Put(At("a", "2")).Should().NotBeNull();
    }

    [Fact]
    public void A_written_status_is_seen_at_once_and_its_echo_is_not_passed_on()
    {
        _store.Put(At("a", "1"));

        _store.WriteThrough(At("a", "1"), At("a", "2"));

        Version("a").Should().Be("2");
        _store.Put(At("a", "2")).Should().BeNull();
        _store.Put(At("a", "3")).Should().NotBeNull();
    }

    [Fact]
    public void Late_echoes_of_several_writes_do_not_bring_old_states_back()
    {
        _store.Put(At("a", "1"));
        _store.WriteThrough(At("a", "1"), At("a", "2"));
        _store.WriteThrough(At("a", "2"), At("a", "3"));

        _store.Put(At("a", "2")).Should().BeNull();
        Version("a").Should().Be("3");
        _store.Put(At("a", "3")).Should().BeNull();
        _store.Put(At("a", "4"))!.Value.Before!.Metadata.ResourceVersion.Should().Be("3");
    }

    [Fact]
    public void A_write_whose_echo_came_first_changes_nothing()
    {
        _store.Put(At("a", "1"));
        _store.Put(At("a", "2"));
        _store.Put(At("a", "3"));

        _store.WriteThrough(At("a", "1"), At("a", "2"));

        Version("a").Should().Be("3");
    }

    [Fact]
    public void A_write_to_an_object_that_went_away_does_not_bring_it_back()
    {
        _store.Put(At("a", "1"));
        _store.Remove(At("a", "2"));

        _store.WriteThrough(At("a", "1"), At("a", "3"));

        _store.Count.Should().Be(0);
    }

    [Fact]
    public void Replacing_all_tells_what_was_missed()
    {
        _store.Put(At("same", "1"));
        _store.Put(At("changed", "2"));
        _store.Put(At("gone", "3"));

        var changes = _store.Replace([At("same", "1"), At("changed", "5"), At("new", "6")]);

        changes
            .Select(change => (change.Before?.Metadata.Name, change.After?.Metadata.Name))
            .Should()
            .BeEquivalentTo([("changed", "changed"), (null, "new"), ("gone", (string?)null)]);
        _store.HasSynced.Should().BeTrue();
    }

    [Fact]
    public void A_delete_carries_the_last_state_that_the_server_told()
    {
        _store.Put(At("a", "1"));

        var change = _store.Remove(At("a", "9"))!.Value;

        change.Before!.Metadata.ResourceVersion.Should().Be("9");
        change.After.Should().BeNull();
        _store.Remove(At("a", "9")).Should().BeNull();
    }

    [Fact]
    public void A_list_does_not_change_afterwards()
    {
        _store.Put(At("a", "1"));
        var list = _store.List();

        _store.Put(At("b", "2"));

        list.Should().ContainSingle();
        _store.List().Should().HaveCount(2);
        _store.List().Should().BeSameAs(_store.List());
    }

    [Fact]
    public void An_unknown_index_is_an_error_that_names_it() =>
        _store
            .Invoking(store => store.ByIndex("size", "1"))
            .Should()
            .Throw<ArgumentException>()
            .WithMessage("*'size'*");

    [Fact]
    public void After_any_changes_the_index_finds_what_a_search_through_the_list_finds()
    {
        var change = Gen.Choose(0, 5)
            .SelectMany(_ => Gen.Choose(0, 3), (name, what) => (name, what))
            .SelectMany(_ => Gen.Elements("red", "blue", null), (pair, color) => (pair.name, pair.what, color));
        Prop.ForAll(change.ListOf().ToArbitrary(), Holds).QuickCheckThrowOnFailure();

        static bool Holds(IList<(int Name, int What, string? Color)> changes)
        {
            var store = new EntityStore<Widget>(
                new CacheOptions<Widget>().AddIndex("color", static widget => widget.Spec.Color)
            );
            var version = 0;
            foreach (var (name, what, color) in changes)
            {
                var widget = At($"w{name}", $"{++version}", color);
                switch (what)
                {
                    case 0:
                        store.Remove(widget);
                        break;
                    case 1:
                        store.Replace([widget]);
                        break;
                    default:
                        store.Put(widget);
                        break;
                }
            }

            return new[] { "red", "blue" }.All(color =>
                store
                    .ByIndex("color", color)
                    .ToHashSet()
                    .SetEquals(store.List().Where(widget => widget.Spec.Color == color))
            );
        }
    }

    private static Widget At(string name, string version, string? color = "blue") =>
        new()
        {
            Metadata = new()
            {
                NamespaceProperty = "ns",
                Name = name,
                Uid = "u",
                ResourceVersion = version,
            },
            Spec = new() { Color = color },
        };

    private string? Version(string name) => _store.Get(new EntityKey("ns", name))?.Metadata.ResourceVersion;
}
