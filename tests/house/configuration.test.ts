import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Setting, settings } from '../../kernel/config.ts';
import { configurationPage } from '../../scripts/print-configuration.ts';

const declared = Object.values<Setting<unknown>>(settings);
const page = readFileSync('docs/configuration.md', 'utf8');

describe('The settings (配置)', () => {
  test('docs/configuration.md is what scripts/print-configuration.ts prints', () => {
    expect(page).toBe(configurationPage());
  });

  test('every setting has its line, and the page names no setting that is not declared', () => {
    const lines = [...page.matchAll(/^\| `(HUB_\w+)` \|/gm)].map(([, name]) => name);
    expect(lines).toEqual(declared.map(({ env }) => env));
    const named = new Set(page.match(/\bHUB_[A-Z_]*[A-Z]\b/g));
    expect([...named].filter((name) => !lines.includes(name))).toEqual([]);
  });

  test('every setting has a sentence that ends in a full stop, and every default is one its reader takes', () => {
    for (const { env, doc, read, fallback } of declared) {
      expect({ env, doc }).toEqual({ env, doc: expect.stringMatching(/^[A-Z].*\.$/) });
      if (fallback !== undefined) expect(() => read(fallback)).not.toThrow();
    }
  });

  test('a setting that holds a password is secret and has no default', () => {
    const holding = declared.filter(({ env }) => /_URL$|PASSWORD|SECRET|_KEY$/.test(env));
    expect(holding.length).toBeGreaterThan(0);
    for (const { env, secret, fallback } of holding)
      expect({ env, secret, fallback }).toEqual({ env, secret: true, fallback: undefined });
  });
});
