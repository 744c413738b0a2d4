import { dayEdges, monthEdges, parseBusinessDate, parseYearMonth } from '../kernel/calendar.ts';
import {
  type Freshness,
  freshnessFrom,
  namesOf,
  type RestsOn,
} from '../ledger/submission-queries/figure-freshness.ts';
import {
  type SourceWord,
  wordsOfSources,
  wordsOnDivisions,
  wordsOnFacts,
  wordsOnProjects,
} from '../ledger/submission-queries/source-words.ts';
import { sourcesRoom } from './whole-projects.ts';
import { versionsAt } from '../ledger/table.ts';
import type { SubgraphContext } from './context.ts';

/** What a figure of a department is of: the month or the day, where it has one. */
export interface FigureOf {
  readonly datasets: readonly RestsOn[];
  readonly month?: string;
  readonly day?: string;
}

/** How fresh a figure of one project is, asked together with its siblings'. */
export function projectFigureFreshness(
  projectCode: string,
  figure: FigureOf,
  context: SubgraphContext,
): Promise<Freshness> {
  const { datasets, month, day } = figure;
  return context.once(`freshness of ${JSON.stringify([projectCode, datasets, month, day])}`, async () =>
    reckoned(await wordsOnProject(projectCode, figure, context), figure, context),
  );
}

/**
 * How fresh a figure of something that one source keeps is, such as a bank's account: by that source where it has said anything,
 * otherwise by all of its project's.
 */
export async function sourceFigureFreshness(
  { projectCode, sourceSystem }: { readonly projectCode: string; readonly sourceSystem: string },
  figure: FigureOf,
  context: SubgraphContext,
): Promise<Freshness> {
  const { session, store } = context;
  const names = namesOf(figure.datasets);
  const own = await context
    .loader<string, readonly SourceWord[]>(`words of sources ${names}`, async (sources) => {
      const said = await wordsOfSources(session, { schema: store.databaseSchema }, sources, names);
      return sources.map((one) => said.get(one) ?? []);
    })
    .load(sourceSystem);
  const said = own.length > 0 ? own : await wordsOnProject(projectCode, figure, context);
  return reckoned(said, figure, context);
}

/** How fresh a figure of a division with everything below it is, within the caller's reach. */
export async function divisionFigureFreshness(
  division: string,
  figure: FigureOf,
  context: SubgraphContext,
): Promise<Freshness> {
  const { session, store } = context;
  const names = namesOf(figure.datasets);
  const words = context.loader<string, readonly SourceWord[]>(
    `words on divisions ${names}`,
    async (divisions) => {
      const said = await wordsOnDivisions(session, { schema: store.databaseSchema }, divisions, names);
      return divisions.map((one) => said.get(one) ?? []);
    },
  );
  return reckoned(await words.load(division), figure, context);
}

/** How fresh what is concluded from facts of no project is, such as that an enterprise is on no list. */
export async function factsFreshness(figure: FigureOf, context: SubgraphContext): Promise<Freshness> {
  const { session, store } = context;
  const names = namesOf(figure.datasets);
  const words = context.loader<'all', readonly SourceWord[]>(`words on facts ${names}`, async (keys) => {
    const tables = names.map((name) => {
      const { fact } = store.datasets.find((one) => one.name === name)!;
      return { dataset: name, table: versionsAt(store.table(fact), session.asOf) };
    });
    const said = await wordsOnFacts(session, { schema: store.databaseSchema }, tables);
    return keys.map(() => said);
  });
  return reckoned(await words.load('all'), figure, context);
}

/**
 * Whether all that a figure rests on of these datasets is there to the end of a month, so that what is not there did not happen
 * (architecture §3: no rule may conclude from absence beyond it).
 */
export function isWhole(
  { datasets }: Pick<Freshness, 'datasets'>,
  names: readonly string[],
  month: string,
): boolean {
  const { to } = monthEdges(parseYearMonth(month));
  const own = datasets.filter(({ dataset }) => names.includes(dataset));
  return own.length > 0 && own.every(({ completeUpTo }) => completeUpTo !== null && completeUpTo >= to);
}

/** One project's words, one statement for all projects that are asked about at once. */
const wordsOnProject = (
  projectCode: string,
  { datasets }: FigureOf,
  context: SubgraphContext,
): Promise<readonly SourceWord[]> => {
  const names = namesOf(datasets);
  return context
    .loader<string, readonly SourceWord[]>(`words on projects ${names}`, async (codes) => {
      const said = await wordsOnProjects(context.session, sourcesRoom(context), codes, names);
      return codes.map((code) => said.get(code) ?? []);
    })
    .load(projectCode);
};

const reckoned = (
  said: readonly SourceWord[],
  { datasets, month, day }: FigureOf,
  { now, store }: SubgraphContext,
): Freshness => freshnessFrom(said, { datasets, until: endOf(month, day), now, rhythms: store.rhythms });

function endOf(month: string | undefined, day: string | undefined): Date | null {
  if (month !== undefined) return monthEdges(parseYearMonth(month)).to;
  return day === undefined ? null : dayEdges(parseBusinessDate(day)).to;
}
