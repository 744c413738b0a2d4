import stated from './claim-authority.json' with { type: 'json' };

/** How much a source's word on an account or a guarantee weighs (权威次序): the lowest is shown. Data, modelled. */
export const rankOf = (sourceSystem: string): number =>
  stated.ranks.find(({ prefixes }) => prefixes.some((one) => sourceSystem.startsWith(one)))?.rank ??
  stated.others;
