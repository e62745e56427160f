using BillingOperator.Billing.Validation;

namespace BillingOperator.Billing.Tests.Validation;

public sealed class FieldPathTests
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    [Fact]
    public void A_path_is_shown_as_people_write_it()
    {
        $"{FieldPath.Root}".Should().BeEmpty();
        $"{Spec.Child("billing").Child("tier1AccountId")}".Should().Be("spec.billing.tier1AccountId");
        $"{Spec.Child("tags").Item(0).Child("key")}".Should().Be("spec.tags[0].key");
        $"{Spec.Child("tags").Key("a.b/c")}".Should().Be("spec.tags[a.b/c]");
        $"{FieldPath.Root.Item(3)}".Should().Be("[3]");
    }

    [Fact]
    public void A_path_is_where_it_leads_however_it_is_shown()
    {
        FieldPath.Of("spec", "tags", "a").Should().Be(Spec.Child("tags").Key("a"));
        FieldPath.Of("spec", "tags", "a").GetHashCode().Should().Be(Spec.Child("tags").Key("a").GetHashCode());
        FieldPath.Of("spec", "a.b").Should().NotBe(FieldPath.Of("spec", "a", "b"));
        Spec.Item(0).Should().NotBe(Spec.Item(1)).And.NotBe(Spec.Child("0")).And.NotBe(Spec);
    }

    [Fact]
    public void A_path_is_within_all_that_is_around_it()
    {
        var tag = Spec.Child("tags").Key("a");

        tag.IsWithin(tag).Should().BeTrue();
        tag.IsWithin(Spec).Should().BeTrue();
        tag.IsWithin(FieldPath.Root).Should().BeTrue();
        tag.IsWithin(Spec.Child("tag")).Should().BeFalse();
        Spec.IsWithin(tag).Should().BeFalse();
    }

    [Fact]
    public void A_path_in_an_object_is_one_in_the_list_that_holds_the_object()
    {
        var item = FieldPath.Of("items").Item(2);

        $"{Spec.Child("tags").Key("a").Below(item)}".Should().Be("items[2].spec.tags[a]");
        FieldPath.Root.Below(item).Should().Be(item);
    }
}
