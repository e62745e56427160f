namespace BillingOperator.Storage.Failures;

/// <summary>An exception with what caused it.</summary>
internal static class Causes
{
    /// <summary>The exception first, its deepest cause last.</summary>
    public static IEnumerable<Exception> Of(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }

    /// <summary>The outermost of this type; <see langword="null"/> where there is none.</summary>
    public static TException? Find<TException>(Exception error)
        where TException : Exception => Of(error).OfType<TException>().FirstOrDefault();
}
