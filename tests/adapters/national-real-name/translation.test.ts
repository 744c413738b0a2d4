import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readBusiness } from '../../../adapters/national-real-name/business.ts';
import { versionOf } from '../../../adapters/national-real-name/carry-out.ts';
import { fieldCipher } from '../../../adapters/national-real-name/cipher.ts';
import { resultText } from '../../../adapters/national-real-name/complaint.ts';
import type { Desk } from '../../../adapters/national-real-name/desk.ts';
import { methodOf } from '../../../adapters/national-real-name/methods/registry.ts';
import type { RealNameSettings } from '../../../adapters/national-real-name/ports.ts';
import { parseBusinessDate } from '../../../kernel/calendar.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { golden } from './golden.ts';

interface Sample {
  readonly method: string;
  readonly settings?: RealNameSettings;
  /** A text `AES:…` stands for its cipher text, so that samples can be read. */
  readonly data: unknown;
}

const folder = new URL('./samples/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const samples = readdirSync(folder)
  .filter((file) => !file.endsWith('.expected.json'))
  .map((file) => file.replace('.json', ''));

describe('What a call of the interface becomes', () => {
  test.each(samples)('%s', async (name) => {
    expect(existsSync(new URL(`${name}.expected.json`, folder))).toBe(true);
    expect(await translated(read(`${name}.json`) as Sample)).toEqual(read(`${name}.expected.json`));
  });
});

const NOTHING_ON_FILE = {
  execute: async () => ({ data: { project: null, crews: { nodes: [] }, siteManagers: { nodes: [] } } }),
} as Desk['graph'];

async function translated({ method: name, settings = {}, data }: Sample) {
  const cipher = fieldCipher(golden.secret);
  const sent = JSON.stringify(data).replace(
    /"AES:([^"]+)"/g,
    (_whole, plain) => `"${cipher.encrypt(plain)}"`,
  );
  const method = methodOf(name);
  if (method?.kind !== 'WRITE') throw new Error(`${name} does not write`);
  const client = {
    appid: 'A',
    secret: golden.secret,
    caller: hubCaller('test'),
    sourceSystem: 'test',
    settings,
  };
  // None of these calls needs more of its surroundings than the client, the day, and whose project it is.
  const desk = {
    client,
    cipher,
    today: parseBusinessDate('2026-01-05'),
    serial: 's-1',
    graph: NOTHING_ON_FILE,
  } as unknown as Desk;
  const plan = await method.plan(readBusiness(sent), desk);
  return {
    parts: plan.parts
      .filter(({ records }) => records.length > 0)
      .map(({ operation, records }) => ({
        operation,
        records: records.map(({ fields, place, fieldAt }) => ({
          ...fields,
          '@': place,
          '@documentNumber': fieldAt('documentNumber'),
        })),
      })),
    complaints: [...new Set(plan.complaints.map((one) => resultText([one])))],
    files: plan.files.map(({ place, contentType }) => `${place} ${contentType}`),
    ...(plan.issued !== undefined && { issued: plan.issued }),
  };
}

test('a later call has the higher version, whatever the counter of calls does between two seconds', () => {
  const at = (text: string) => new Date(text);
  const first = versionOf(at('2026-01-05T07:31:30.900+08:00'), 999_999);
  expect(versionOf(at('2026-01-05T07:31:31.000+08:00'), 1)).toBeGreaterThan(first);
  expect(versionOf(at('2026-01-05T07:31:30.950+08:00'), 999_998)).toBeLessThan(first);
  expect(Number.isSafeInteger(versionOf(at('2126-01-05T07:31:30+08:00'), 123_456_789))).toBe(true);
});
