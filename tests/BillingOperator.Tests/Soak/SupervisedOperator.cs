using BillingOperator.Tests.EndToEnd;

namespace BillingOperator.Tests.Soak;

/// <summary>An operator that is started again when it ends, as Kubernetes does, and whose memory is noted every second.</summary>
internal sealed class SupervisedOperator(string kubeconfig) : IAsyncDisposable
{
    private const int LastWords = 8;
    private readonly List<long> _memory = [];
    private readonly List<string> _ends = [];

    /// <summary>The process that runs now.</summary>
    public OperatorProcess Process { get; private set; } = null!;

    /// <summary>What it said last, each time that it ended by itself.</summary>
    public IReadOnlyList<string> Ends => _ends;

    /// <summary>Its memory, once a second, in bytes.</summary>
    public IReadOnlyList<long> Memory => _memory;

    public async Task StartAsync() => Process = await OperatorProcess.StartAsync(kubeconfig);

    /// <summary>Keeps it running until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (Process.HasEnded)
            {
                await Process.ExitAsync(); // With all that it said.
                _ends.Add(string.Join('\n', Process.Log.Split('\n').TakeLast(LastWords)));
                await Process.DisposeAsync();
                await StartAsync();
            }
            else if (Process.ResidentMemory() is { } memory)
            {
                _memory.Add(memory);
            }

            await Task.Delay(1000, CancellationToken.None);
        }
    }

    /// <summary>The median of the memory in a part of the time, in MiB.</summary>
    /// <param name="from">Start of the part, 0 to 1.</param>
    /// <param name="to">End of the part, 0 to 1.</param>
    public long MedianMemory(double from, double to)
    {
        var part = _memory[(int)(_memory.Count * from)..(int)(_memory.Count * to)];
        part.Sort();
        return part[part.Count / 2] >> 20;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
