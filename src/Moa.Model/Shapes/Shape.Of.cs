namespace Moa.Model.Shapes;

/// <summary>
/// A shape whose values are of one type, so that a member can only be declared with a shape that fits.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
internal abstract class Shape<T> : Shape;
