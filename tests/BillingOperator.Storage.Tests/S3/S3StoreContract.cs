using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon;
using Amazon.S3.Model;
using BillingOperator.Api.Settings;
using BillingOperator.Billing.ObjectStores;
using BillingOperator.TestEnvironment.Processes;
using Xunit.Abstractions;
using static BillingOperator.Storage.Tests.Objects;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>What holds on every S3 server, whoever made it.</summary>
public abstract class S3StoreContract(S3Environment s3, int docsColumn, ITestOutputHelper output) : ObjectStoreContract
{
    protected override async Task<IObjectStore> EmptyStoreAsync() => s3.Store(await s3.CreateBucketAsync());

    [Fact]
    public async Task Listing_goes_over_pages_in_order_and_tells_the_content()
    {
        const int Count = 1050;
        var store = await EmptyStoreAsync();
        var keys = Enumerable.Range(0, Count).Select(i => i.ToString("x", CultureInfo.InvariantCulture)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = 32 };
        await Parallel.ForEachAsync(
            keys,
            options,
            async (key, token) => await store.PutAsync(Item($"t/{key}", key), token)
        );

        var listed = await store.ListedAsync("t/");

        listed.Select(item => item.Key[2..]).Should().Equal(keys.Order(StringComparer.Ordinal));
        var md5 = Convert.ToHexStringLower(
            CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes("3c3"))
        );
        listed.Should().ContainSingle(item => item.Key == "t/3c3").Which.Md5.Should().Be(md5);
    }

    [Theory]
    [InlineData(ConditionalWrites.Auto)]
    [InlineData(ConditionalWrites.Disabled)]
    public async Task Conditions_hold_by_header_or_by_looking_first(string conditionalWrites)
    {
        var store = s3.Store(
            await s3.CreateBucketAsync(),
            settings => settings with { ConditionalWrites = conditionalWrites }
        );
        foreach (var key in new[] { "first", "second" })
        {
            await store.WritesOnceAsync(key);
            await store.MatchesAsync(key);
        }
    }

    [Fact]
    public async Task Where_the_point_is_to_write_it_is_written_again_unless_the_store_knows_conditions()
    {
        var bucket = await s3.CreateBucketAsync();
        var probe = Item("probe", "1", PutCondition.IfAbsentOrRepeat);
        await s3.Store(bucket).PutAsync(probe, default);
        using var relay = new S3Relay(s3.Server.Endpoint);
        var store = s3.Store(bucket, settings => settings with { Endpoint = relay.Endpoint });

        foreach (var _ in Enumerable.Range(0, 3))
        {
            relay.Requests.Clear();
            await store.PutAsync(probe, default);
            relay.Count("PUT").Should().BePositive();
            relay.Count("HEAD").Should().Be(0);
        }
    }

    [Fact]
    public async Task Of_an_object_that_is_there_no_second_version_is_made()
    {
        var bucket = await s3.CreateBucketAsync();
        await s3.VersionAsync(bucket);
        var store = s3.Store(bucket);
        // The probe: what the store makes of conditions is learned from it, at the cost of a version.
        await store.PutAsync(Item("probe", "1", PutCondition.IfAbsentOrRepeat), default);
        await store.WritesOnceAsync("first");
        await store.WritesOnceAsync("second");

        var versions = await s3.Admin.ListVersionsAsync(new ListVersionsRequest { BucketName = bucket });

        versions.Versions.Select(version => version.Key).Where(key => key != "probe").Should().Equal("first", "second");
    }

    [Fact]
    public async Task The_bucket_may_stand_in_the_host_name()
    {
        using var names = new HostNameRelay(s3.Server.Endpoint);
        var bucket = await s3.CreateBucketAsync();
        var store = s3.Store(
            bucket,
            settings => settings with { Endpoint = "http://s3.internal", ForcePathStyle = null }
        );
        await store.WritesOnceAsync("a/b");
        await store.MatchesAsync("a/b");
        (await s3.Admin.GetObjectMetadataAsync(bucket, "a/b")).ContentLength.Should().Be(1);
    }

    [Fact]
    public Task A_missing_bucket_is_named() =>
        s3.Store("no-such-bucket").FailsAsync(ObjectStoreFailure.BucketNotFound, "s3://no-such-bucket/x");

    [Fact]
    public async Task A_refused_write_leaves_the_connection_good_for_the_next()
    {
        var store = s3.Store("no-such-bucket");
        foreach (var _ in Enumerable.Range(0, 10))
        {
            await store.FailsAsync(ObjectStoreFailure.BucketNotFound, "s3://no-such-bucket/x");
        }
    }

    [Fact]
    public Task An_unknown_access_key_is_told() =>
        FailsWithKeysAsync("nobodys-key", s3.Server.SecretAccessKey, ObjectStoreFailure.InvalidCredentials);

    [Fact]
    public Task A_wrong_secret_key_is_told() =>
        FailsWithKeysAsync(s3.Server.AccessKeyId, "wrong-secret-value", ObjectStoreFailure.InvalidCredentials);

    [Fact]
    public async Task A_wrong_clock_is_told()
    {
        var store = s3.Store(await s3.CreateBucketAsync());
        AWSConfigs.ManualClockCorrection = TimeSpan.FromHours(-2);
        try
        {
            await store.FailsAsync(ObjectStoreFailure.ClockSkewed, "clock");
        }
        finally
        {
            AWSConfigs.ManualClockCorrection = null;
        }
    }

    [Fact]
    public async Task Content_damaged_on_its_way_is_not_stored()
    {
        using var relay = new S3Relay(s3.Server.Endpoint)
        {
            Body = body => body.Length == 0 ? body : [(byte)(body[0] ^ 1), .. body[1..]],
        };
        var bucket = await s3.CreateBucketAsync();

        await s3.Store(bucket, settings => settings with { Endpoint = relay.Endpoint })
            .FailsAsync(ObjectStoreFailure.ContentDamaged, "damaged");

        (await s3.Store(bucket).ListedAsync("")).Should().BeEmpty();
    }

    [Fact]
    public async Task What_the_docs_say_of_it_is_what_it_does()
    {
        var measured = await new StoreTraits(s3).MeasureAsync();
        foreach (var (asked, answer) in measured)
        {
            output.WriteLine($"| {asked} | {answer} |");
        }
        var told = (await File.ReadAllLinesAsync(Repository.PathOf("docs", "stores.md")))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(row => row.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1], cells[1 + docsColumn]));
        told.Should().Equal(measured);
    }

    private async Task FailsWithKeysAsync(string accessKeyId, string secretAccessKey, ObjectStoreFailure failure)
    {
        s3.Secrets.SetKeys("bad", accessKeyId, secretAccessKey);
        var settings = s3.Settings(await s3.CreateBucketAsync()) with
        {
            Credentials = new() { SecretRef = new() { Name = "bad" } },
        };
        await s3.Store(settings).FailsAsync(failure, "credentials");
    }
}
