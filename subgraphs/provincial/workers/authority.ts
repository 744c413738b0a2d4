import stated from './claim-authority.json' with { type: 'json' };

const ranks = new Map(
  stated.ranks.flatMap(({ rank, sources }) => sources.map((one) => [one, rank] as const)),
);

/** How much a source's word on a worker weighs (权威次序): the lowest is shown. Data, modelled. */
export const rankOf = (sourceSystem: string): number => ranks.get(sourceSystem) ?? stated.others;
