import { BadInput } from '../../kernel/refusals.ts';
import type { Receipt } from './receipt.ts';

/** A submission that stores nothing, told with the answer it gets all the same. */
export class NotStored extends Error {
  readonly receipt: Receipt;
  constructor(receipt: Receipt) {
    super('nothing is stored');
    this.receipt = receipt;
  }
}

/** A held record that was to be released was settled by its sender while this was worked on; nothing is stored. */
export class SettledMeanwhile extends Error {}

/** Another submission under the key was kept while this one was worked on. */
export class KeyTaken extends Error {}

/** One of several submissions must be worked on by itself; nothing of any is stored. */
export class NotTogether extends Error {}

/** The key stands for what is being worked on at this moment (处理中). */
export const inFlight = () =>
  new BadInput('SUBMISSION_IN_FLIGHT', 'a submission under this key is being worked on', {
    path: ['envelope', 'idempotencyKey'],
    remedy: 'send the same submission again in a few seconds; its answer will be there',
  });

/** The key stands for other content (幂等键冲突). */
export const keyReused = (receiptId: string) =>
  new BadInput('IDEMPOTENCY_KEY_REUSED', 'the key stands for another submission', {
    path: ['envelope', 'idempotencyKey'],
    expected: `the content that was submitted under this key as receipt ${receiptId}`,
    remedy: 'send new content under a new key; a resend repeats the content to the letter',
  });
