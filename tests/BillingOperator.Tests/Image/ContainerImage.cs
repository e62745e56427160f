using System.Diagnostics;
using System.Text.Json.Nodes;
using BillingOperator.TestEnvironment.Processes;

namespace BillingOperator.Tests.Image;

/// <summary>The container image as <c>hack/image.sh</c> makes it of the program under test, and its root file system.</summary>
public sealed class ContainerImage : IAsyncLifetime
{
    private const string Script = """
        root=$1; shift
        mount --bind "$root" "$root"
        while [ "$1" != -- ]; do
          from=${1%%:*} at=$root${1#*:}; shift
          if [ -d "$from" ]; then mkdir -p "$at"; else : >> "$at"; fi
          mount --bind "$from" "$at"
        done
        shift
        mount -o remount,bind,ro "$root"
        # The second one may keep only what the first one made inheritable; chroot gives that up with its user.
        exec setpriv --inh-caps=-all,+sys_chroot,+setuid,+setgid \
          setpriv --bounding-set=-all --no-new-privs \
          /usr/sbin/chroot --userspec=12345:0 --groups= "$root" "$@"
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("image-");

    /// <summary>Where the files that the script wrote are.</summary>
    public string Output => Path.Combine(_folder.FullName, "out");

    /// <summary>The digest that the script printed.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The image's configuration.</summary>
    public JsonNode Configuration { get; private set; } = null!;

    /// <summary>The layer's entries as <c>tar -tv</c> shows them, with numbers for owners.</summary>
    public IReadOnlyList<string> Entries { get; private set; } = [];

    private string Root => Path.Combine(_folder.FullName, "root");

    /// <summary>Makes the image, of Debian's packages that the first call has fetched.</summary>
    /// <returns>Its digest.</returns>
    public async Task<string> MakeAsync(string output)
    {
        string[] program = ["--program", OperatorProgram.CommandLine.Single()];
        string[] packages = ["--packages", Path.Combine(_folder.FullName, "packages")];
        return (await RunAsync(Repository.PathOf("hack", "image.sh"), [.. program, .. packages, output])).Trim();
    }

    /// <summary>The one file of the script's that ends so.</summary>
    public string File(string end) => Directory.GetFiles(Output, $"*{end}").Single();

    public async Task InitializeAsync()
    {
        if (!PublishedFactAttribute.IsPublished)
        {
            return;
        }
        await ShowToAllAsync(_folder.FullName);
        Digest = await MakeAsync(Output);
        var layout = Path.Combine(_folder.FullName, "layout");
        await ExtractAsync(File(".oci.tar"), layout);
        string Blob(JsonNode? descriptor) =>
            Path.Combine(layout, "blobs", ((string)descriptor!["digest"]!).Replace(':', '/'));
        var index = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(layout, "index.json")))!;
        var manifest = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Blob(index["manifests"]![0])))!;
        Configuration = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(Blob(manifest["config"])))!;
        var layer = Blob(manifest["layers"]!.AsArray().Single());
        var listing = await RunAsync("tar", "--numeric-owner", "-tvf", layer);
        Entries = listing.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await ExtractAsync(layer, Root);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>
    /// How to start a command out of the root file system, which is read-only, as user 12345 of group 0, without any
    /// capability or a way to get one, and with the image's own environment. The network is the host's.
    /// </summary>
    /// <param name="mounts">What is mounted, as <c>/from:/at</c>, beside <c>/proc</c> and <c>/dev</c>.</param>
    /// <param name="command">The command, by a name that the image's <c>PATH</c> finds.</param>
    public ProcessStartInfo Start(IEnumerable<string> mounts, params string[] command)
    {
        string[] shell = ["--mount", "--propagation", "private", "/bin/sh", "-euc", Script, "container", Root];
        string[] always = ["/proc:/proc", "/dev:/dev", "/etc/hosts:/etc/hosts"];
        var start = new ProcessStartInfo("/usr/bin/unshare", [.. shell, .. always, .. mounts, "--", .. command]);
        start.Environment.Clear();
        foreach (var variable in Configuration["config"]!["Env"]!.AsArray())
        {
            var parts = ((string)variable!).Split('=', 2);
            start.Environment[parts[0]] = parts[1];
        }
        return start;
    }

    /// <summary>Lets any user read a folder, as a volume of a pod does.</summary>
    public static Task ShowToAllAsync(string folder) => RunAsync("chmod", "-R", "a+rX", folder);

    private static async Task ExtractAsync(string archive, string folder)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("tar", "-C", folder, "-xpf", archive);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var run = await ProgramRun.EndOfAsync(process);
        run.ExitCode.Should().Be(0, run.Error);
        return run.Output;
    }
}
