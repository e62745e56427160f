using BillingOperator.Billing.Text;
using k8s.Models;

namespace BillingOperator.Controllers.Conditions;

/// <summary>
/// The conditions of an object, set again: a condition that keeps its status keeps the time of its last transition, and
/// one that is not set again is gone.
/// </summary>
internal sealed class ConditionSet(IReadOnlyList<V1Condition>? previous, long? observedGeneration, DateTimeOffset now)
{
    private const int MaxMessageLength = 4096;

    private readonly List<V1Condition> _conditions = [];

    /// <summary>The conditions, in the order in which they were set.</summary>
    public IReadOnlyList<V1Condition> Conditions => _conditions;

    /// <summary>Sets a condition; where nothing is said of it, it is left out.</summary>
    public ConditionSet Set(string type, ConditionValue? value)
    {
        if (value is null)
        {
            return this;
        }
        var text = value.Status ? "True" : "False";
        var before = Find(previous, type);
        _conditions.Add(
            new V1Condition
            {
                Type = type,
                Status = text,
                ObservedGeneration = observedGeneration,
                LastTransitionTime = before?.Status == text ? before.LastTransitionTime : now.UtcDateTime,
                Reason = value.Reason,
                Message = CutText.To(value.Message, MaxMessageLength),
            }
        );
        return this;
    }

    /// <summary>The condition of a type; <see langword="null"/> where there is none.</summary>
    public static V1Condition? Find(IReadOnlyList<V1Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => condition.Type == type);

    /// <summary>Whether a condition is there and true.</summary>
    public static bool IsTrue(IReadOnlyList<V1Condition>? conditions, string type) =>
        Find(conditions, type)?.Status == "True";
}
