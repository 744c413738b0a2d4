import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { documentStore } from '../../gateway/document-store.ts';

const text = (length: number, mark: number): string => `{ a${mark} ${'b '.repeat(length)}}`;

describe('The store of documents', () => {
  test('gives back the very document, and nothing that it was not given', async () => {
    const store = documentStore();
    const document = parse('{ a }');
    await store.set('x', document);
    expect(await store.get('x')).toBe(document);
    expect(await store.get('y')).toBeUndefined();
    await store.delete('x');
    expect(await store.get('x')).toBeUndefined();
  });

  test('keeps what is asked, and lets what is asked no more go when a flood comes', async () => {
    const store = documentStore();
    await store.set('ordinary', parse('{ a }'));
    await store.set('forgotten', parse('{ b }'));
    for (let mark = 0; mark < 2_000; mark += 1) {
      await store.set(`flood-${mark}`, parse(text(500, mark)));
      expect(await store.get('ordinary')).toBeDefined();
    }
    expect(await store.get('forgotten')).toBeUndefined();
    const left = await Promise.all(Array.from({ length: 2_000 }, (_, mark) => store.get(`flood-${mark}`)));
    // Each weighs some 72 kB by its text of a thousand characters: 32 MiB hold less than 500.
    expect(left.filter(Boolean).length).toBeGreaterThan(300);
    expect(left.filter(Boolean).length).toBeLessThan(500);
  });
});
