import { turns } from './turns.ts';

/**
 * One step of work a turn of the event loop on what was never asked before (首见轮次): a text is read and checked in one,
 * judged by the gate in the next, brought into its normal form, its plan read. Each takes a fraction of a millisecond to
 * some milliseconds; those who ask what was asked before come in between. The loop is one for the process, and so is this.
 */
export const turnForUnseen: () => Promise<void> | undefined = turns(1);
