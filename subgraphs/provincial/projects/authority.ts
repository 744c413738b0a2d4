import stated from './claim-authority.json' with { type: 'json' };

/** Of projects of every sector. */
const ANY = '*';

const ranks = new Map(
  stated.ranks.flatMap(({ rank, sector, sources }) =>
    sources.map((source) => [`${sector ?? ANY} ${source}`, rank] as const),
  ),
);

/** How much a source's word on a project of a sector weighs (权威次序): the lowest is shown. Data, modelled. */
export const rankOf = (sourceSystem: string, { sector }: Readonly<Record<string, unknown>>): number =>
  ranks.get(`${sector} ${sourceSystem}`) ?? ranks.get(`${ANY} ${sourceSystem}`) ?? stated.others;
