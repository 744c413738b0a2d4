import type { Business } from '../business.ts';
import type { Desk } from '../desk.ts';
import type { Plan } from '../plan.ts';

/** One method of the interface (接口方法): an entry of the table, nothing else knows it. */
export type Method = WriteMethod | ReadMethod;

export interface WriteMethod {
  readonly kind: 'WRITE';
  /** `Object.Verb` as the notes spell it. */
  readonly name: string;
  /** Answered with what came of it; the others are answered with a serial (异步). */
  readonly isDirect: boolean;
  /** Outer fields without which there is no call. */
  readonly required: readonly string[];
  /** The list of 1 to 500 records it carries. */
  readonly list?: string;
  plan(business: Business, desk: Desk): Plan | Promise<Plan>;
}

export interface ReadMethod {
  readonly kind: 'READ';
  readonly name: string;
  readonly required: readonly string[];
  answer(business: Business, desk: Desk): Promise<unknown>;
}
