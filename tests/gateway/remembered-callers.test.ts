import { describe, expect, test } from '@jest/globals';
import { developmentIssuer, type Issuer } from '../../gateway/callers/issuer.ts';
import { rememberedCallers } from '../../gateway/callers/remembered-callers.ts';

const issuer = developmentIssuer(Buffer.alloc(32, 7), 'https://issuer.test') as Required<Issuer>;

/** The real issuer, counting how often a signature is checked. */
function counting() {
  const counted = { checks: 0 };
  const verify = (token: string) => {
    counted.checks += 1;
    return issuer.verify(token);
  };
  return { counted, callerOf: rememberedCallers({ verify }) };
}
const seconds = () => Math.floor(Date.now() / 1000);

describe('A caller is remembered by his token', () => {
  test('its signature is checked once while it holds', async () => {
    const { counted, callerOf } = counting();
    const token = await issuer.issue('county-housing');
    const [first, again] = [await callerOf(token), await callerOf(token)];
    expect(first).toMatchObject({ roles: ['county-housing'], assurance: 'TOKEN' });
    expect(again).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    expect(counted.checks).toBe(1);
  });

  test('not beyond its end: then the issuer is asked again, and refuses', async () => {
    const { counted, callerOf } = counting();
    // Ended already, yet within the tolerance of the check.
    const ending = await issuer.issue('province-hr', { exp: seconds() - 1 });
    await callerOf(ending);
    await callerOf(ending);
    expect(counted.checks).toBe(2);
    const ended = await issuer.issue('province-hr', { exp: seconds() - 60 });
    await expect(callerOf(ended)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('a token that does not hold is checked each time, and is no help to one that looks like it', async () => {
    const { counted, callerOf } = counting();
    const token = await issuer.issue('province-hr');
    await callerOf(token);
    const [head, body, signature] = token.split('.');
    const other = (await issuer.issue('vendor')).split('.')[1];
    for (const forged of [
      `${head}.${other}.${signature}`,
      `${head}.${body}.AAAA`,
      `${head}.${other}.${signature}`,
    ])
      await expect(callerOf(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(counted.checks).toBe(4);
  });
});
