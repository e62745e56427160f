using BillingOperator.Terminal;
using Spectre.Console;

namespace BillingOperator.Tests.Terminal;

public sealed class ProgressBarTests : IDisposable
{
    private readonly StringWriter _screen = new();

    public void Dispose() => _screen.Dispose();

    [Fact]
    public async Task What_takes_over_a_second_shows_how_far_it_is()
    {
        (await ShowAsync((3200, 10000), work => work.SetResult(7))).Should().Be(7);

        $"{_screen}".Should().Contain("Uploading [x] 3200/10000");
    }

    [Fact]
    public async Task What_is_not_counted_yet_shows_that_it_goes_on()
    {
        await ShowAsync((0, null), work => work.SetResult(7));

        $"{_screen}".Should().Contain("Uploading [x]").And.NotContain("0/");
    }

    [Fact]
    public async Task What_is_done_at_once_shows_nothing()
    {
        await ShowAsync(() => (1, 1), Task.FromResult(7));

        $"{_screen}".Should().BeEmpty();
    }

    [Fact]
    public async Task What_fails_fails_as_it_would_without_a_bar()
    {
        var shown = ShowAsync((1, 2), work => work.SetException(new InvalidDataException("no")));

        await shown.Awaiting(task => task).Should().ThrowAsync<InvalidDataException>();
        $"{_screen}".Should().Contain("1/2");
    }

    [Fact]
    public async Task Without_a_terminal_there_is_no_bar()
    {
        Console.IsErrorRedirected.Should().BeTrue("tests are run so");

        (await ProgressBar.ShowAsync("Uploading", () => throw new InvalidOperationException(), Task.FromResult(7)))
            .Should()
            .Be(7);
    }

    /// <summary>Shows the bar of some work, which ends when it was shown once.</summary>
    private Task<int> ShowAsync((int, int?) progress, Action<TaskCompletionSource<int>> end)
    {
        var work = new TaskCompletionSource<int>();
        var looks = 0;
        return ShowAsync(
            () =>
            {
                if (++looks == 2)
                {
                    end(work);
                }
                return progress;
            },
            work.Task
        );
    }

    private Task<int> ShowAsync(Func<(int, int?)> progress, Task<int> work) =>
        ProgressBar.ShowAsync(
            AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Out = new AnsiConsoleOutput(_screen),
                    Ansi = AnsiSupport.Yes,
                    Interactive = InteractionSupport.Yes,
                    ColorSystem = ColorSystemSupport.NoColors,
                }
            ),
            TimeProvider.System,
            "Uploading [x]",
            progress,
            work
        );
}
