import { LADDER, ladderSubgraph } from '../ladder/graphs.ts';
import { type Mood, SHOP, shopSubgraph } from '../shop/graphs.ts';
import { listen } from './listen.ts';
import { rememberedAnswers } from './remembered.ts';

/** The process with all subgraphs, a port for each; told by messages what to do. */
export interface SubgraphOrder {
  /** Counts from nought again. */
  readonly count?: true;
  readonly empty?: boolean;
}

export interface SubgraphReport {
  readonly ports?: Readonly<Record<string, number>>;
  readonly calls?: number;
}

const mood: Mood = { empty: false };
let calls = 0;
const counted = () => {
  calls += 1;
};

const schemas = [
  ...SHOP.map((name) => [name, shopSubgraph(name)] as const),
  ...LADDER.map((name) => [name, ladderSubgraph(name)] as const),
];
const all = schemas.map(([name, schema]) => ({ name, answers: rememberedAnswers(schema, mood) }));

process.on('message', ({ count, empty }: SubgraphOrder) => {
  if (empty !== undefined && empty !== mood.empty) {
    mood.empty = empty;
    for (const { answers } of all) answers.forget();
  }
  tell({ calls });
  if (count) calls = 0;
});
process.on('disconnect', () => process.exit(0));

const ports: Record<string, number> = {};
for (const { name, answers } of all) ports[name] = await listen(answers, counted);
tell({ ports });

function tell(report: SubgraphReport): void {
  process.send?.(report);
}
