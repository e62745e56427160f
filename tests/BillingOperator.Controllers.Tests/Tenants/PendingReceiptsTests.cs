using BillingOperator.Api.Tenants;
using BillingOperator.Controllers.Tenants;
using BillingOperator.Kubernetes.Entities;
using k8s.Models;

namespace BillingOperator.Controllers.Tests.Tenants;

public sealed class PendingReceiptsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TenantCacheFake _tenants = new();

    [Fact]
    public async Task A_delivery_ends_when_every_receipt_is_written()
    {
        var receipts = Ledger(TimeProvider.System);
        var (one, other) = (_tenants.Put(Tenant("one")), _tenants.Put(Tenant("other")));

        var delivery = receipts.DeliverAsync([Receipt(one), Receipt(other)], CancellationToken.None);
        receipts.Acknowledge(one, receipts.PendingFor(one));
        delivery.IsCompleted.Should().BeFalse();
        receipts.Acknowledge(other, receipts.PendingFor(other));

        (await delivery.WaitAsync(Patience)).Should().Be(0);
        _tenants.Queued.Should().Equal(one, other);
    }

    [Fact]
    public async Task A_tenant_that_went_before_its_receipt_came_is_not_waited_for()
    {
        var receipts = Ledger(TimeProvider.System);

        var delivery = receipts.DeliverAsync([Receipt(new EntityKey("tenants", "gone"))], CancellationToken.None);

        (await delivery.WaitAsync(Patience)).Should().Be(0);
    }

    [Fact]
    public async Task A_status_that_can_never_be_written_does_not_hold_the_run_and_keeps_its_receipt()
    {
        var receipts = Ledger(new FastTime());
        var stuck = _tenants.Put(Tenant("stuck"));

        (await receipts.DeliverAsync([Receipt(stuck)], CancellationToken.None).WaitAsync(Patience)).Should().Be(1);

        receipts.PendingFor(stuck).Should().ContainSingle();
    }

    [Fact]
    public async Task A_status_that_the_server_refuses_is_not_waited_for_and_keeps_its_receipt()
    {
        var receipts = Ledger(TimeProvider.System);
        var (refused, fine) = (_tenants.Put(Tenant("refused")), _tenants.Put(Tenant("fine")));

        var delivery = receipts.DeliverAsync([Receipt(refused), Receipt(fine)], CancellationToken.None);
        receipts.Refuse(refused);
        receipts.Refuse(refused);
        delivery.IsCompleted.Should().BeFalse();
        receipts.Acknowledge(fine, receipts.PendingFor(fine));

        (await delivery.WaitAsync(Patience)).Should().Be(1);
        receipts.PendingFor(refused).Should().ContainSingle();
        receipts.Acknowledge(refused, receipts.PendingFor(refused));
        receipts.PendingFor(refused).Should().BeEmpty();
    }

    [Fact]
    public async Task A_stopped_run_writes_no_receipt_over_those_of_the_next()
    {
        var receipts = Ledger(TimeProvider.System);
        var tenant = _tenants.Put(Tenant("one"));
        using var stopping = new CancellationTokenSource();
        var delivery = receipts.DeliverAsync([Receipt(tenant)], stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Patience));
        receipts.PendingFor(tenant).Should().BeEmpty();
    }

    private PendingReceipts Ledger(TimeProvider time) => new(_tenants, _tenants, time);

    private static Tenant Tenant(string name) =>
        new()
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = "tenants", Name = name },
            Spec = new TenantSpec(),
        };

    private static KeyValuePair<EntityKey, UploadReceipt> Receipt(EntityKey tenant) =>
        new(
            tenant,
            new UploadReceipt
            {
                Event = "pureconnect",
                BillingPeriod = "2026-11",
                RunId = "run-1",
                Key = "key",
                Sha256 = new string('0', 64),
            }
        );
}
