namespace BillingOperator.Tests.EndToEnd;

[Collection(BucketsCollection.Name)]
public sealed class TenantTests(RunningOperator installation)
{
    [Fact]
    public async Task A_cloud_tenant_with_all_ids_is_ready()
    {
        using var site = await installation.CreateSiteAsync("cloud");

        await site.ApplyTenantsAsync(site.CloudTenant("acme"));

        var tenant = await site.TenantAsync("acme", it => it.Has("Ready", "True", "Billable"));
        ((long)tenant["status"]!["observedGeneration"]!).Should().Be(1);
        tenant.Condition("Stalled").Should().BeNull();
    }

    [Fact]
    public async Task An_on_premises_tenant_with_blank_ids_is_ready()
    {
        using var site = await installation.CreateSiteAsync("premises");

        await site.ApplyTenantsAsync(site.OnPremisesTenant("globex"));

        await site.TenantAsync("globex", it => it.Has("Ready", "True", "Billable"));
    }

    [Fact]
    public async Task A_missing_id_is_named_with_its_remedy_and_mending_it_makes_the_tenant_ready()
    {
        using var site = await installation.CreateSiteAsync("mistake");

        await site.ApplyTenantsAsync(site.CloudTenant("acme", tier3: ""));

        var tenant = await site.TenantAsync("acme", it => it.Has("Ready", "False", "Invalid"));
        tenant.Message("Ready").Should().StartWith("spec.billing.tier3AccountId: ").And.NotContain("tier2AccountId");
        tenant.Has("Stalled", "True").Should().BeTrue();

        await site.ApplyTenantsAsync(site.CloudTenant("acme"));

        tenant = await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        tenant.Condition("Stalled").Should().BeNull();
    }

    [Fact]
    public async Task Of_two_tenants_with_one_id_the_older_wins_and_the_other_takes_over_when_it_goes()
    {
        using var site = await installation.CreateSiteAsync("twins");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));

        await site.ApplyTenantsAsync(
            site.CloudTenant("zz-copy").Replace(site.IdOf("zz-copy"), site.IdOf("acme"), StringComparison.Ordinal)
        );

        var copy = await site.TenantAsync("zz-copy", it => it.Has("Ready", "False", "DuplicateTenantId"));
        copy.Message("Ready").Should().Contain($"{site.Name}/acme");
        (await site.TenantAsync("acme", _ => true)).Has("Ready", "True").Should().BeTrue();

        await site.KubectlAsync("delete", "bten", "acme", "-n", site.Name);

        await site.TenantAsync("zz-copy", it => it.Has("Ready", "True"));
    }

    [Fact]
    public async Task A_tenant_of_another_namespace_takes_a_released_id_only_by_an_edit()
    {
        using var site = await installation.CreateSiteAsync("heirs");
        using var other = await installation.CreateSiteAsync("heirs-other");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));
        await other.ApplyTenantsAsync(
            other.CloudTenant("copy").Replace(other.IdOf("copy"), site.IdOf("acme"), StringComparison.Ordinal)
        );
        await other.TenantAsync("copy", it => it.Has("Ready", "False", "DuplicateTenantId"));

        await site.KubectlAsync("delete", "bten", "acme", "-n", site.Name);

        var released = await other.TenantAsync("copy", it => it.Has("Ready", "False", "TenantIdReleased"));
        released.Message("Ready").Should().Contain($"{site.Name}/acme").And.Contain("the next edit takes the id");
        released.Has("Uploaded", "False", "TenantIdReleased").Should().BeTrue();

        await other.PatchAsync("bten", "copy", """{"spec":{"displayName":"The heir"}}""");

        var heir = await other.TenantAsync("copy", it => it.Has("Ready", "True"));
        heir["status"]!["tenantIdHeldBy"].Should().BeNull();
    }

    [Fact]
    public async Task A_tenant_that_a_finalizer_holds_after_its_deletion_makes_room_for_its_successor()
    {
        using var site = await installation.CreateSiteAsync("held");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.PatchAsync("bten", "acme", """{"metadata":{"finalizers":["example.com/held"]}}""");
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));

        await site.KubectlAsync("delete", "bten", "acme", "-n", site.Name, "--wait=false");
        await site.ApplyTenantsAsync(
            site.CloudTenant("successor").Replace(site.IdOf("successor"), site.IdOf("acme"), StringComparison.Ordinal)
        );

        await site.TenantAsync("acme", it => it.Has("Ready", "False", "BeingDeleted"));
        await site.TenantAsync("successor", it => it.Has("Ready", "True"));
        await site.PatchAsync("bten", "acme", """{"metadata":{"finalizers":null}}""");
    }

    [Fact]
    public async Task A_tenant_id_is_not_changed_behind_the_buckets_back()
    {
        using var site = await installation.CreateSiteAsync("renamed");
        await site.ApplyTenantsAsync(site.CloudTenant("acme"));
        await site.TenantAsync("acme", it => it.Has("Ready", "True"));

        var renamed = await TryRenameAsync(site);

        if (renamed)
        {
            // API servers before 1.25 take it; the controller does not.
            var tenant = await site.TenantAsync("acme", it => it.Has("Ready", "False", "Invalid"));
            tenant.Message("Ready").Should().StartWith("spec.tenantId: ").And.Contain(site.IdOf("acme"));
        }
        ((string)(await site.TenantAsync("acme", _ => true))["status"]!["tenantId"]!).Should().Be(site.IdOf("acme"));
    }

    private static async Task<bool> TryRenameAsync(Site site)
    {
        try
        {
            await site.PatchAsync("bten", "acme", """{"spec":{"tenantId":"other"}}""");
            return true;
        }
        catch (TestEnvironment.Processes.CommandFailedException refusal)
        {
            refusal.Message.Should().Contain("immutable");
            return false;
        }
    }
}
