using System.Globalization;
using Spectre.Console;

namespace BillingOperator.Terminal;

/// <summary>
/// How far something is that takes longer than a second: a bar on the standard error that goes when the work ends. On a
/// terminal alone, so that no log and no pipe has to do with it; without colour where <c>NO_COLOR</c> is set.
/// </summary>
internal static class ProgressBar
{
    private const int BarWidth = 30;

    /// <summary>What ends within this time needs no bar, which would only flash.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Shows how far some work is until it ends, in whatever way.</summary>
    /// <param name="what">What is being done, such as <c>Uploading</c>.</param>
    /// <param name="progress">How many things are done, of how many; these may not be counted yet.</param>
    /// <param name="work">The work, which is going on already.</param>
    /// <returns>What the work returns or throws.</returns>
    public static Task<TResult> ShowAsync<TResult>(
        string what,
        Func<(int Done, int? Total)> progress,
        Task<TResult> work
    ) => ShowAsync(ErrorTerminal.Open(), TimeProvider.System, what, progress, work);

    /// <summary>Shows how far some work is, on a terminal or, where there is none, nowhere.</summary>
    internal static async Task<TResult> ShowAsync<TResult>(
        IAnsiConsole? terminal,
        TimeProvider time,
        string what,
        Func<(int Done, int? Total)> progress,
        Task<TResult> work
    )
    {
        if (terminal is not null && !await EndsWithinAsync(Patience, work, time))
        {
            await terminal
                .Progress()
                .AutoClear(true)
                .AutoRefresh(false)
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn { Width = BarWidth },
                    new RemainingTimeColumn()
                )
                .StartAsync(async bars =>
                {
                    var bar = bars.AddTask(Markup.Escape(what));
                    do
                    {
                        Update(bar, what, progress());
                        bars.Refresh();
                    } while (!await EndsWithinAsync(Pace, work, time));
                });
        }
        return await work;
    }

    private static void Update(ProgressTask bar, string what, (int Done, int? Total) progress)
    {
        bar.IsIndeterminate = progress.Total is null;
        if (progress.Total is { } total)
        {
            bar.MaxValue = Math.Max(total, 1);
            bar.Value = progress.Done;
            bar.Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{Markup.Escape(what)} {progress.Done}/{total}"
            );
        }
    }

    // Neither its result nor what it throws is looked at yet.
    private static async Task<bool> EndsWithinAsync(TimeSpan limit, Task work, TimeProvider time)
    {
        await Task.WhenAny(work, Task.Delay(limit, time));
        return work.IsCompleted;
    }
}
