using BillingOperator.Api;
using BillingOperator.Api.Reasons;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.Validation;
using BillingOperator.Controllers.Settings;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Settings;

public sealed class SettingsStatusBuilderTests
{
    private const string Other = "other-cluster";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly SettingsFinding Denied = new(StoreReasons.AccessDenied, "May not write.");

    [Fact]
    public void A_proved_write_makes_the_settings_ready_and_names_the_place() =>
        Conditions(SettingsFinding.WriteProved(Settings()))
            .Should()
            .Equal(("Ready", "True", SettingsReasons.WriteProved, "Writing to s3://bucket/billing works."));

    [Fact]
    public void Settings_without_a_probe_are_ready_on_trust() =>
        Conditions(SettingsFinding.ProbeDisabled(isWritten: false))
            .Should()
            .Equal(
                ("Ready", "True", SettingsReasons.ProbeDisabled, "Taken on trust, since spec.probe.enabled is false.")
            );

    [Fact]
    public void What_the_store_refuses_is_not_ready_and_may_get_better_by_itself() =>
        Conditions(Denied).Should().Equal(("Ready", "False", StoreReasons.AccessDenied, "May not write."));

    [Fact]
    public void Settings_that_break_rules_are_stalled_and_name_every_field() =>
        Conditions(
                SettingsFinding.Invalid([
                    new FieldError(FieldPath.Of("spec", "a"), "is bad"),
                    new FieldError(FieldPath.Of("spec", "b"), "is worse"),
                ])
            )
            .Should()
            .Equal(
                ("Ready", "False", SettingsReasons.Invalid, "spec.a: is bad; spec.b: is worse"),
                ("Stalled", "True", SettingsReasons.Invalid, "spec.a: is bad; spec.b: is worse")
            );

    [Fact]
    public void The_status_says_which_spec_was_looked_at_and_the_place_that_it_names()
    {
        var status = SettingsStatusBuilder.Build(Settings(), Denied, Now);

        (status with { Conditions = null })
            .Should()
            .Be(new BillingServerSettingsStatus { ObservedGeneration = 7, Location = "s3://bucket/billing" });
        status.Conditions!.Should().OnlyContain(condition => condition.ObservedGeneration == 7);
    }

    /// <summary>The annotation stays in Git: a prefix must not be taken over again from a cluster that claims it back.</summary>
    [Theory]
    [InlineData(null, null, true, null)]
    [InlineData(null, Other, true, null)]
    [InlineData(Other, null, false, null)]
    [InlineData(Other, null, true, Other)]
    [InlineData(Other, "an-earlier-one", false, null)]
    [InlineData(Other, "an-earlier-one", true, Other)]
    [InlineData(Other, Other, false, Other)]
    [InlineData(Other, Other, true, Other)]
    public void A_prefix_is_taken_over_once_it_was_written_to(
        string? asked,
        string? takenOver,
        bool isWritten,
        string? expected
    )
    {
        var settings = Settings(asked, takenOver);

        SettingsStatusBuilder
            .Build(settings, isWritten ? SettingsFinding.WriteProved(settings) : Denied, Now)
            .TakenOver.Should()
            .Be(expected);
        PrefixTakeOver.StillWanted(settings).Should().Be(asked == takenOver ? null : asked);
    }

    [Fact]
    public void What_is_taken_on_trust_takes_a_prefix_over_only_where_it_was_written_to()
    {
        var settings = Settings(Other);

        TakenOver(isWritten: true).Should().Be(Other);
        TakenOver(isWritten: false).Should().BeNull();

        string? TakenOver(bool isWritten) =>
            SettingsStatusBuilder.Build(settings, SettingsFinding.ProbeDisabled(isWritten), Now).TakenOver;
    }

    private static IEnumerable<(string, string, string, string)> Conditions(SettingsFinding finding) =>
        SettingsStatusBuilder
            .Build(Settings(), finding, Now)
            .Conditions!.Select(one => (one.Type, one.Status, one.Reason, one.Message));

    private static BillingServerSettings Settings(string? takeOver = null, string? takenOver = null) =>
        new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = "default",
                Generation = 7,
                Annotations = takeOver is null
                    ? null
                    : new Dictionary<string, string> { [ApiGroup.TakeOverAnnotation] = takeOver },
            },
            Spec = new BillingServerSettingsSpec
            {
                S3 = new S3Settings
                {
                    Bucket = "bucket",
                    Region = "eu-central-1",
                    Prefix = "billing",
                },
            },
            Status = takenOver is null ? null : new BillingServerSettingsStatus { TakenOver = takenOver },
        };
}
