namespace BillingOperator.Kubernetes.Entities;

/// <summary>Says where the objects of a class live; those without it live in namespaces.</summary>
/// <param name="scope">Where they live.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EntityScopeAttribute(EntityScope scope) : Attribute
{
    /// <summary>Where they live.</summary>
    public EntityScope Scope => scope;
}
