using BillingOperator.TestEnvironment;

namespace BillingOperator.Storage.Tests.S3;

/// <summary>Ceph's gateway: the S3 server with users, roles and policies.</summary>
public sealed class CephEnvironment : S3Environment
{
    /// <summary>The server, for its administrator.</summary>
    public S3Server Ceph => (S3Server)Server;

    protected override async Task<IS3Server> StartAsync() => await S3Server.StartAsync();

    /// <summary>A second user, who may do nothing yet.</summary>
    public Task CreateUserAsync(string user, string accessKeyId, string secretAccessKey) =>
        Ceph.RadosGwAdminAsync([
            "user",
            "create",
            "--uid",
            user,
            "--display-name",
            user,
            .. Keys(accessKeyId, secretAccessKey),
        ]);

    /// <summary>Gives a user these permissions on a bucket, and no other.</summary>
    public Task AllowAsync(string bucket, string user, string actions) =>
        Admin.PutBucketPolicyAsync(
            bucket,
            $$"""
            {
              "Version": "2012-10-17",
              "Statement": [{
                "Effect": "Allow", "Action": ["{{actions}}"], "Principal": {"AWS": ["arn:aws:iam:::user/{{user}}"]},
                "Resource": ["arn:aws:s3:::{{bucket}}", "arn:aws:s3:::{{bucket}}/*"]
              }]
            }
            """
        );

    private static string[] Keys(string accessKeyId, string secretAccessKey) =>
        ["--access-key", accessKeyId, "--secret-key", secretAccessKey];
}
