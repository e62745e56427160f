namespace BillingOperator.Manifests;

/// <summary>Finds what somebody probably meant to write.</summary>
public static class SimilarName
{
    /// <summary>The known name that is most like the given one, or <see langword="null"/> if none is much like it.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        var (best, distance) = known
            .Select(candidate => (candidate, Distance(Lower(name), Lower(candidate))))
            .DefaultIfEmpty(("", int.MaxValue))
            .MinBy(pair => pair.Item2);
        return distance <= Math.Max(1, name.Length / 3) ? best : null;
    }

    private static string Lower(string name) => name.ToLowerInvariant();

    /// <summary>Levenshtein's distance: letters to put in, take out or change.</summary>
    private static int Distance(string one, string other)
    {
        // No name of a field is this long, and the table grows with the product.
        if (one.Length > 100)
        {
            return int.MaxValue;
        }

        var above = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var row = 1; row <= one.Length; row++)
        {
            var current = new int[other.Length + 1];
            current[0] = row;
            for (var column = 1; column <= other.Length; column++)
            {
                var change = above[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1);
                current[column] = Math.Min(change, Math.Min(above[column], current[column - 1]) + 1);
            }

            above = current;
        }

        return above[^1];
    }
}
