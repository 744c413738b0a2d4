import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { turnForUnseen } from '../unseen-turn.ts';
import type { WrittenForm } from './normal/operation-forms.ts';
import { type Bounds, bounded } from './planning/bounded.ts';
import { type Programme, type ProgrammeParts, programme } from './programme.ts';

export interface ProgrammeLimits {
  readonly planning: Bounds;
  /** Memory for plans and compiled code; what was not used longest goes first. */
  readonly programmesBytes: number;
}

/** The programmes of an engine, by the id of their normal form (计划与代码缓存). */
export function programmes(
  parts: ProgrammeParts,
  { planning, programmesBytes }: ProgrammeLimits,
  log: Logger,
) {
  const inTurn = bounded(planning);
  const planner = {
    async plan(text: string) {
      const tree = await inTurn(() => parts.planner.plan(text));
      // Plans that come together are read one in a turn: others are waiting.
      await turnForUnseen();
      return tree;
    },
  };
  const kept = new LRUCache<string, Programme>({
    maxSize: programmesBytes,
    sizeCalculation: ({ bytes }) => Math.ceil(bytes),
  });
  const inMaking = new Map<string, Promise<Programme>>();
  const make = async (id: string, form: WrittenForm): Promise<Programme> => {
    try {
      const made = await programme({ ...parts, planner }, form, log);
      kept.set(id, made);
      return made;
    } finally {
      inMaking.delete(id);
    }
  };
  return {
    ready: (id: string): Programme | undefined => kept.get(id),
    /** Makes a programme, once for all who wait for it. */
    made(id: string, form: WrittenForm): Promise<Programme> {
      const making = inMaking.get(id) ?? make(id, form);
      inMaking.set(id, making);
      return making;
    },
    memory: () => ({
      programmes: kept.size,
      bytes: kept.calculatedSize,
      inMaking: inMaking.size,
      waiting: Math.max(0, inMaking.size - planning.atOnce),
    }),
  };
}
