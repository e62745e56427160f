namespace BillingOperator.Tests.Agreement;

/// <summary>Schedules: by grammar, so that most are right, and by mutation of those, so that most are nearly right.</summary>
internal static class ScheduleCorpus
{
    private const string Alphabet = "0123456789*/,-@ \tLW#?JANSUNMONfri\n\u00A0ſ";

    private static readonly string[] Known =
    [
        "0 2 * * *",
        "60 2 * * *",
        "0 24 * * *",
        "*/0 * * * *",
        "*/1 * * * *",
        "*/999 * * * *",
        "*/1000 * * * *",
        "*/01 * * * *",
        "*/0001 * * * *",
        "30-10 * * * *",
        "10-10 * * * *",
        "0 2 L * *",
        "0 2 * * 1#1",
        "0 2 ? * *",
        "0 2 15W * *",
        "@reboot",
        "@daily",
        "@Daily",
        " @hourly\t",
        "@midnight",
        "@annually",
        "@yearly 1",
        "@every 5m",
        "@ſunday",
        "@monthly\n",
        "0 2 * * *\n",
        "\n0 2 * * *",
        "0 2 * *",
        "0 2 * * * *",
        "  0   2 * *\t*  ",
        "0\u00A02 * * *",
        "00 02 01 01 00",
        "000 2 * * *",
        "0 2 0 * *",
        "0 2 32 * *",
        "0 2 * 0 *",
        "0 2 * 13 *",
        "0 2 * * 7",
        "0 2 * * 8",
        "0 2 * * 5-7",
        "0 2 * * 6-0",
        "0 2 * * FRI-MON",
        "0 2 * * mon-Fri",
        "0 2 * * sat-sun",
        "0 2 * * SUN-7",
        "0 2 * jan-DEC/2 *",
        "0 2 * DEC-JAN *",
        "0 2 * 1-mar *",
        "0 2 * mar-1 *",
        "0 2 * * MONDAY",
        "0 2 * * mon,tue,,wed",
        "0 2 * * ,",
        "1,2,3-5,*/7 * * * *",
        "5/15 * * * *",
        "5-/2 * * * *",
        "-5 * * * *",
        "+5 * * * *",
        "1.5 * * * *",
        "0x1 * * * *",
        "* * * * *",
        "** * * * *",
        "*-5 * * * *",
        "*/ * * * *",
        "*/2/3 * * * *",
        "1-2-3 * * * *",
        "TZ=UTC 0 2 * * *",
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "0 0 29 2 *",
        "every day",
    ];

    public static IEnumerable<string> All(Random random, int count)
    {
        foreach (var schedule in Known.Concat(TextCorpus.Edges).Concat(TextCorpus.Leftovers))
        {
            yield return schedule;
        }

        yield return new string(' ', 247) + "0 2 * * *";
        yield return new string(' ', 248) + "0 2 * * *";
        for (var index = 0; index < count; index++)
        {
            var schedule = ByGrammar(random);
            yield return schedule;
            yield return Mutate(schedule, random);
        }
    }

    private static string ByGrammar(Random random)
    {
        var fields = new[]
        {
            Field(random, 0, 59, []),
            Field(random, 0, 23, []),
            Field(random, 1, 31, []),
            Field(random, 1, 12, ["jan", "Feb", "MAR", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "Dec"]),
            Field(random, 0, 7, ["sun", "Mon", "TUE", "wed", "thu", "fri", "sat"]),
        };
        return string.Join(random.Next(10) == 0 ? "\t " : " ", fields);
    }

    private static string Field(Random random, int min, int max, string[] names)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Part(random, min, max, names));
        return random.Next(3) == 0 ? "*" : string.Join(',', parts);
    }

    private static string Part(Random random, int min, int max, string[] names)
    {
        var range = random.Next(3) switch
        {
            0 => "*",
            1 => Value(random, min, max, names),
            _ => $"{Value(random, min, max, names)}-{Value(random, min, max, names)}",
        };
        return random.Next(3) == 0 ? $"{range}/{random.Next(1, 40)}" : range;
    }

    private static string Value(Random random, int min, int max, string[] names) =>
        names.Length > 0 && random.Next(2) == 0
            ? names[random.Next(names.Length)]
            : random.Next(min, max + 1).ToString(random.Next(5) == 0 ? "00" : "0", null);

    private static string Mutate(string schedule, Random random)
    {
        var at = random.Next(schedule.Length);
        var other = Alphabet[random.Next(Alphabet.Length)];
        return random.Next(3) switch
        {
            0 => schedule.Remove(at, 1),
            1 => schedule.Insert(at, $"{other}"),
            _ => schedule.Remove(at, 1).Insert(at, $"{other}"),
        };
    }
}
