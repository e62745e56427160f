using Microsoft.Extensions.Logging;

namespace BillingOperator.Controllers.Events;

internal sealed partial class RunSupervisor
{
    private static partial class Log
    {
        private const string Object = "BillingEvent {Name}: ";

        [LoggerMessage(LogLevel.Information, Object + "run {RunId} ({Trigger}, period {BillingPeriod}) starts")]
        public static partial void Started(
            ILogger logger,
            string name,
            string runId,
            string trigger,
            string billingPeriod
        );

        [LoggerMessage(
            LogLevel.Information,
            Object + "run {RunId} is committed: {Records} records, {Uploaded} of them new, {Skipped} tenants skipped"
        )]
        public static partial void Committed(
            ILogger logger,
            string name,
            string runId,
            int records,
            int uploaded,
            int skipped
        );

        [LoggerMessage(
            LogLevel.Warning,
            Object + "run {RunId} is committed, and latest.json does not point at it. {Problem}"
        )]
        public static partial void PointerStays(ILogger logger, string name, string runId, string problem);

        [LoggerMessage(LogLevel.Information, Object + "run {RunId} goes on: {Stored} of {Expected} records are stored")]
        public static partial void GoesOn(ILogger logger, string name, string runId, int stored, int? expected);

        [LoggerMessage(
            LogLevel.Warning,
            Object + "run {RunId} ends without {Count} receipts: the status of their tenants could not be written"
        )]
        public static partial void Undelivered(ILogger logger, string name, string runId, int count);

        [LoggerMessage(
            LogLevel.Information,
            Object + "whether run {RunId} was committed at {Location} could not be looked up: {Message}"
        )]
        public static partial void NotFound(ILogger logger, string name, string runId, string location, string message);

        [LoggerMessage(
            LogLevel.Information,
            Object + "run {RunId}: the bucket could not be listed, so each record was put, {Problem}"
        )]
        public static partial void NotListed(ILogger logger, string name, string runId, string problem);

        [LoggerMessage(LogLevel.Information, Object + "run {RunId} stopped; what is stored stays")]
        public static partial void Stopped(ILogger logger, string name, string runId);

        [LoggerMessage(LogLevel.Warning, Object + "run {RunId} failed {When}, {Reason}: {Message}")]
        public static partial void Failed(
            ILogger logger,
            Exception? error,
            string name,
            string runId,
            string when,
            string reason,
            string message
        );
    }
}
