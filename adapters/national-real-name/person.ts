import { MASKS } from '../../kernel/classification.ts';
import { badParameters } from './answers.ts';
import type { Business } from './business.ts';
import type { Desk } from './desk.ts';

/** A worker as answers show one: as the graph shows the client, masked where it is masked. */
export interface Person {
  readonly name: string | null;
  readonly documentType: { readonly code: string } | null;
  readonly documentNumber: string | null;
}

export const PERSON = 'name documentType { code } documentNumber';

export const personRow = (person: Person | null) => ({
  workerName: person?.name ?? null,
  idCardType: person?.documentType?.code ?? null,
  idCardNumber: person?.documentNumber ?? null,
});

/**
 * Whether a worker is the one a question asks for by `idCardNumber` (encrypted); everybody when it names nobody.
 * Compared as the graph shows the number, so that asking teaches nobody a number that they may not see.
 * @throws RealNameRefusal when the number cannot be opened
 */
export function askedPerson(business: Business, { cipher }: Desk): (person: Person | null) => boolean {
  const sent = business.text('idCardNumber');
  if (sent === '') return () => true;
  const number = cipher.decrypt(sent);
  if (number === undefined)
    throw badParameters('[idCardNumber] 未按约定加密', 'idCardNumber is not encrypted as agreed');
  const shown = [number.toUpperCase(), MASKS.RESIDENT_NUMBER(number.toUpperCase())];
  return (person) => person?.documentNumber != null && shown.includes(person.documentNumber);
}
