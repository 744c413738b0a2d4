/** The sum of the figures that are stated; null when none is, because nothing stated is not zero. */
export function sumOfStated(figures: readonly (number | null | undefined)[]): number | null {
  const stated = figures.filter((figure) => figure != null);
  return stated.length > 0 ? stated.reduce((sum, figure) => sum + figure, 0) : null;
}
