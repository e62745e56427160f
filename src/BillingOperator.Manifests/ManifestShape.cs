using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using BillingOperator.Billing.Text;
using BillingOperator.Billing.Validation;

namespace BillingOperator.Manifests;

/// <summary>
/// Holds JSON against the C# types before it is read: unknown fields, and values of another type. What is faulty is
/// taken out, so that the rest can still be read and checked. An explicit null is the same as absence.
/// </summary>
/// <param name="map">Knows what was written.</param>
/// <param name="root">Path of the object in its document.</param>
internal sealed class ManifestShape(SourceMap map, FieldPath root)
{
    private readonly List<FieldError> _errors = [];

    /// <summary>The errors, each with its path in the object.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Notes an error.</summary>
    public void Add(FieldPath path, string message) => _errors.Add(new FieldError(path, message));

    /// <summary>Checks the fields of an object and takes out the faulty ones.</summary>
    public void CheckObject(JsonObject json, JsonTypeInfo type, FieldPath path)
    {
        foreach (var (name, value) in json.ToList())
        {
            var fieldPath = path.Child(name);
            var property = type.Properties.FirstOrDefault(property => property.Name == name);
            if (property is null)
            {
                Add(fieldPath, DescribeUnknown(name, [.. type.Properties.Select(property => property.Name)]));
                json.Remove(name);
            }
            else if (value is null || !IsFine(value, property.PropertyType, type.Options, fieldPath))
            {
                json.Remove(name);
            }
        }
    }

    private bool IsFine(JsonNode value, Type type, JsonSerializerOptions options, FieldPath path)
    {
        var expected = Nullable.GetUnderlyingType(type) ?? type;
        if (expected == typeof(string))
        {
            return Expect(value, JsonValueKind.String, path, "write a text");
        }

        if (expected == typeof(bool))
        {
            return value.GetValueKind() is JsonValueKind.True or JsonValueKind.False
                || Refuse(value, path, $"write true or false{WithoutQuotes(value)}");
        }

        if (expected == typeof(int))
        {
            return (value is JsonValue number && IsWhole(number))
                || Refuse(value, path, $"write a whole number{WithoutQuotes(value)}");
        }

        var typeInfo = options.GetTypeInfo(expected);
        return typeInfo.Kind switch
        {
            _ when expected == typeof(JsonNode) => true,
            JsonTypeInfoKind.Enumerable => AreItemsFine(value, typeInfo, path),
            JsonTypeInfoKind.Dictionary => AreEntriesFine(value, typeInfo, path),
            _ => AreFieldsFine(value, typeInfo, path),
        };
    }

    private bool AreFieldsFine(JsonNode value, JsonTypeInfo type, FieldPath path)
    {
        if (!Expect(value, JsonValueKind.Object, path, "write its fields below it, further to the right"))
        {
            return false;
        }

        CheckObject(value.AsObject(), type, path);
        return true;
    }

    private bool AreItemsFine(JsonNode value, JsonTypeInfo type, FieldPath path)
    {
        if (!Expect(value, JsonValueKind.Array, path, "write a list, each item after a dash"))
        {
            return false;
        }

        var items = value.AsArray();
        var faulty = new HashSet<int>();
        for (var index = 0; index < items.Count; index++)
        {
            if (!IsPresentAndFine(items[index], type, path.Item(index)))
            {
                faulty.Add(index);
            }
        }

        var place = 0;
        items.RemoveAll(_ => faulty.Contains(place++));
        return true;
    }

    private bool AreEntriesFine(JsonNode value, JsonTypeInfo type, FieldPath path)
    {
        if (!Expect(value, JsonValueKind.Object, path, "write key: value pairs below it, further to the right"))
        {
            return false;
        }

        var entries = value.AsObject();
        foreach (var (key, entry) in entries.ToList())
        {
            if (!IsPresentAndFine(entry, type, path.Key(key)))
            {
                entries.Remove(key);
            }
        }

        return true;
    }

    private bool IsPresentAndFine(JsonNode? value, JsonTypeInfo type, FieldPath path)
    {
        if (value is not null)
        {
            return IsFine(value, type.ElementType!, type.Options, path);
        }

        Add(path, "has no value: enter one, or remove the line");
        return false;
    }

    private bool Expect(JsonNode value, JsonValueKind kind, FieldPath path, string remedy) =>
        value.GetValueKind() == kind || Refuse(value, path, remedy);

    private bool Refuse(JsonNode value, FieldPath path, string remedy)
    {
        var written = map.Find(path.Below(root)).Written;
        var isBareWord = remedy == "write a text" && written is not null;
        Add(
            path,
            isBareWord
                ? $"must be a text, but {written} without quotes is {Describe(value)}: put it in quotes, \"{written}\""
                : $"is {Describe(value)}: {remedy}"
        );
        return false;
    }

    // As for the API server, 8.0 and 8e0 are whole; the reader takes only those that are written so. A number that is too
    // large for its type becomes the largest, so that the rule of its field says what is allowed.
    private static bool IsWhole(JsonValue number)
    {
        double? written =
            number.TryGetValue<long>(out var whole) ? whole
            : number.TryGetValue<double>(out var real) ? real
            : null;
        if (written is not { } value || value != Math.Truncate(value))
        {
            return false;
        }

        var limited = (int)Math.Clamp(value, int.MinValue, int.MaxValue);
        if (number.Parent is JsonArray list)
        {
            list[number.GetElementIndex()] = limited;
        }
        else
        {
            number.Parent!.AsObject()[number.GetPropertyName()] = limited;
        }
        return true;
    }

    private static string WithoutQuotes(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? ", without quotes" : "";

    /// <summary>What a value is, for people: <c>the number 7</c>, <c>a list</c>.</summary>
    public static string Describe(JsonNode? value) =>
        value?.GetValueKind() switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            null => "nothing",
            JsonValueKind.Number => $"the number {value!.ToJsonString()}",
            JsonValueKind.String => $"the text {Quoted.Text(value!.GetValue<string>())}",
            JsonValueKind.Array => "a list",
            _ => "a map",
        };

    private static string DescribeUnknown(string name, IReadOnlyList<string> known) =>
        SimilarName.Find(name, known) is { } similar
            ? $"is not a field: did you mean {similar}?"
            : $"is not a field: remove it; {(known.Count == 0 ? "there are none" : "the fields")} here"
                + (known.Count == 0 ? "" : $" are {string.Join(", ", known)}");
}
