import { describe, expect, test } from '@jest/globals';
import { codesOf, errorsIn, operationIn, plainName } from '../../../gateway/tracing/plain.ts';
import { readTraceParent, writeTraceParent } from '../../../gateway/tracing/trace-parent.ts';
import { readSettings } from '../../../hub/wiring/stand-alone/settings.ts';
import { readConfig } from '../../../kernel/config.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceparent (W3C Trace Context)', () => {
  test.each([
    [`00-${TRACE}-${SPAN}-01`, 1],
    [`00-${TRACE}-${SPAN}-00`, 0],
    [`00-${TRACE}-${SPAN}-ff`, 1],
    [`cc-${TRACE}-${SPAN}-01-what-comes-later`, 1],
  ])('%s is read', (header, traceFlags) => {
    expect(readTraceParent(header)).toEqual({ traceId: TRACE, spanId: SPAN, traceFlags });
  });
  test.each([
    undefined,
    '',
    [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`],
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}`,
    ` 00-${TRACE}-${SPAN}-01`,
    `cc-${TRACE}-${SPAN}-01-${'x'.repeat(10_000)}`,
  ])('%j does not hold', (header) => {
    expect(readTraceParent(header)).toBeUndefined();
  });
  test('is written as it is read, without flags that are not known', () => {
    expect(writeTraceParent({ traceId: TRACE, spanId: SPAN, traceFlags: 3 })).toBe(`00-${TRACE}-${SPAN}-01`);
  });
});

describe('What may stand in a span', () => {
  test.each([
    ['{"query":"query hub_a_1{a}","operationName":"hub_a_1"}', 'hub_a_1', 'query'],
    [
      '{"query":"mutation hub_a_2($n:Int){a}","operationName":"hub_a_2","variables":{}}',
      'hub_a_2',
      'mutation',
    ],
    ['{"query":"{a(b:\\"\\",\\"operationName\\":\\"Secret\\")}","variables":{}}', undefined, 'query'],
    ['{"query":"{a}","variables":{"x":"","operationName":"Secret"}}', undefined, 'query'],
    ['{"query":"query {a(b:[\\"x\\",\\"y\\"])}","operationName":"P450103199001011234"}', undefined, 'query'],
    ['{"query":"{a}"}', undefined, 'query'],
  ])('of the body %s: name and kind', (body, name, kind) => {
    expect(operationIn(body)).toEqual({ name, kind });
  });
  test.each(['', '1a', 'a b', 'Wei-jia', '名', 'a'.repeat(65), 'x123456'])('%j is no plain name', (name) => {
    expect(plainName(name)).toBeUndefined();
  });
  test.each([
    ['{"errors":[{"message":"],\\"data\\":","extensions":{"code":"FORBIDDEN"}}]}\n', ['FORBIDDEN']],
    [
      '{"errors":[{"extensions":{"code":"A_B"}},{"extensions":{"code":"A_B"}},{}],"data":{"code":"X"}}',
      ['A_B', '_OTHER'],
    ],
    ['{"errors":[{"extensions":{"code":"N_6222020200112233445"}}],"data":null}', ['_OTHER']],
    ['{"data":{"errors":[{"extensions":{"code":"A_B"}}]}}', []],
    ['{"errors":[{"broken', []],
    [Buffer.from('{"errors":[]}'), []],
  ])('of the answer %s: codes %j', (text, codes) => {
    expect(codesOf(errorsIn(text))).toEqual(codes);
  });
});

describe('Settings of traces', () => {
  test.each(['0', '1', '0.25', '.5', '1.0'])('%s is a ratio', (HUB_TRACES_RATIO) => {
    expect(readConfig({ HUB_TRACES_RATIO }).tracesRatio).toBe(Number(HUB_TRACES_RATIO));
  });
  test.each(['1.1', '-1', '1e-3', 'half', '0x1', '2'])('%s is none', (HUB_TRACES_RATIO) => {
    expect(() => readConfig({ HUB_TRACES_RATIO })).toThrow(/HUB_TRACES_RATIO: expected a number from 0 to 1/);
  });
  test('an address with a password is refused, and never shown', () => {
    const wrong = () => readConfig({ HUB_TRACES_URL: 'https://me:hidden@traces.example' });
    expect(wrong).toThrow(/HUB_TRACES_URL: expected/);
    expect(wrong).not.toThrow(/hidden/);
  });
  test('nothing is traced or counted unless it is asked for', () => {
    expect(readConfig({})).toMatchObject({ tracesRatio: 1, metricsHost: '127.0.0.1' });
    expect(readConfig({})).not.toHaveProperty('tracesUrl');
    expect(readConfig({})).not.toHaveProperty('metricsPort');
    expect(readSettings({ traces: { url: 'ftp://x', ratio: 2, sampled: true } })).toEqual({
      problems: [
        expect.stringMatching(/^traces\.url: /),
        expect.stringMatching(/^traces\.ratio: /),
        'traces.sampled: there is no such setting',
      ],
    });
  });
});
