using CsvHelper;

namespace BillingOperator.Billing.Records;

/// <summary>
/// The table of a run (RFC 4180: commas, CRLF, quotes where needed; UTF-8): one row a record, sorted by tenant id, the
/// same field names. It holds all that the records hold, so records can be made from it again.
/// </summary>
public static class TenantsCsv
{
    /// <summary>A space at the start or the end is quoted, too: many readers drop it otherwise.</summary>
    private static readonly CsvWriterOptions WriterOptions = new() { Quoting = CsvQuoting.WhenNeededOrWhitespace };

    private static readonly CsvReaderOptions ReaderOptions = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    /// <summary>Most bytes that a row usually takes.</summary>
    private const int BytesPerRow = 256;

    /// <summary>Writes the table; the records come sorted.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyCollection<BillingRecord> records)
    {
        using var buffer = new MemoryStream((1 + records.Count) * BytesPerRow);
        using (var csv = CsvWriter.Create(buffer, WriterOptions, leaveOpen: true))
        {
            foreach (var column in RecordColumn.All)
            {
                csv.WriteField(column.Name);
            }
            csv.EndRecord();
            foreach (var record in records)
            {
                foreach (var column in RecordColumn.All)
                {
                    csv.WriteField(column.Get(record));
                }
                csv.EndRecord();
            }
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Reads a table that this operator wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such table; the message names the key.</exception>
    public static IReadOnlyList<BillingRecord> Read(string key, ReadOnlyMemory<byte> content)
    {
        try
        {
            using var csv = CsvReader.Create(content, ReaderOptions);
            csv.ReadHeader();
            // Any text passes for a header without rows: a table that bills nobody.
            if (!csv.Headers.SequenceEqual(RecordColumn.All.Select(column => column.Name)))
            {
                throw new InvalidDataException($"object {key} is no table of billing records: its header is another");
            }
            var records = new List<BillingRecord>();
            while (csv.Read())
            {
                records.Add(ReadRow(csv));
            }
            return records;
        }
        catch (Exception error) when (error is CsvFormatException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"object {key} is no table of billing records", error);
        }
    }

    private static BillingRecord ReadRow(CsvReader csv)
    {
        var record = BillingRecord.Blank;
        foreach (var column in RecordColumn.All)
        {
            record = column.Set(record, csv.GetString(column.Name));
        }
        return record;
    }
}
