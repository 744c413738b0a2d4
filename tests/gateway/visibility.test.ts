import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bankingResolvers, provincialResolvers, sdlOf } from './support/departments.ts';
import { inProcess } from './support/in-process.ts';
import { type Running, runningGateway } from './support/running-gateway.ts';

const here = () => ({
  provincial: inProcess('provincial', sdlOf.provincial, provincialResolvers),
  banking: inProcess('banking', sdlOf.banking, bankingResolvers),
});

describe.each([
  ['over HTTP', () => runningGateway({})],
  ['in one process', () => runningGateway({}, { transports: here() })],
] as const)('What another department does not let the caller see, %s', (_name, start) => {
  let hub: Running;
  beforeAll(async () => {
    hub = await start();
  });
  afterAll(() => hub.stop());
  beforeEach(() => {
    hub.log.splice(0);
  });

  const isQuiet = () =>
    expect(hub.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40)).toEqual([]);

  test('is null where null may stand, without an error and without an incident', async () => {
    const { status, data, errors } = await hub.ask('{ accounts { number project { name } } }');
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    expect(data).toEqual({
      accounts: [
        { number: '0000', project: { name: '一号楼' } },
        { number: '0000', project: null },
      ],
    });
    isQuiet();
  });

  test('empties what may not be without it, and that is told at the place that is null', async () => {
    const { status, data, errors } = await hub.ask('{ accounts { number owner { name } } banks }');
    expect(status).toBe(200);
    expect(data).toEqual({ accounts: null, banks: ['102'] });
    expect(errors).toEqual([
      {
        message: expect.stringContaining('not visible'),
        path: ['accounts'],
        extensions: { code: 'NOT_VISIBLE', messageZh: expect.stringMatching(/不可见|可见范围/) },
      },
    ]);
    isQuiet();
  });

  test('empties a list of which it is an item, and that is told once', async () => {
    const { data, errors } = await hub.ask('{ accounts { others { code name } } }');
    expect(data).toEqual({
      accounts: [{ others: [{ code: 'P2', name: '二号路' }, expect.anything()] }, { others: null }],
    });
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([
      [['accounts', 1, 'others'], 'NOT_VISIBLE'],
    ]);
    isQuiet();
  });

  test('does not change what a caller who names it directly is told', async () => {
    const { data, errors } = await hub.ask('{ project(code: "P9") { name } }');
    expect({ data, errors }).toEqual({ data: { project: null }, errors: undefined });
  });
});

test('A required field left empty in something visible stays the department’s mistake, with an incident', async () => {
  const { provincial, banking } = here();
  const careless = {
    ...provincial,
    send: async () => ({ data: { _entities: [{ __typename: 'HousingProject', name: null }, null] } }),
  };
  const hub = await runningGateway({}, { transports: { provincial: careless, banking } });
  const { data, errors } = await hub.ask('{ accounts { project { name } } }');
  await hub.stop();
  expect(data).toEqual({ accounts: [{ project: null }, { project: null }] });
  expect(errors.map(({ extensions }) => extensions)).toContainEqual({
    code: 'SUBGRAPH_ANSWER_INVALID',
    incident: expect.any(String),
    messageZh: expect.any(String),
  });
});
