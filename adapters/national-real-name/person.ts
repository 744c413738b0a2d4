import { parseDocumentNumber } from '../../kernel/identifiers/identity-document.ts';
import { badParameters } from './answers.ts';
import type { Business } from './business.ts';
import { askForPerson, type Desk } from './desk.ts';
import { graphDocument } from './graph-document.ts';

/** A worker as answers show one: as the graph shows the client, masked where it is masked. */
export interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly documentType: { readonly code: string } | null;
  readonly documentNumber: string | null;
}

export const PERSON = 'id name documentType { code } documentNumber';

export const personRow = (person: Person | null) => ({
  workerName: person?.name ?? null,
  idCardType: person?.documentType?.code ?? null,
  idCardNumber: person?.documentNumber ?? null,
});

/**
 * Whether a worker is the one a question asks for by `idCardNumber` (encrypted) and `idCardType`, a resident card where it is left out;
 * everybody when it names nobody. Found by the registry of identities and put on record there, as any look-up by number is; what is
 * answered stays masked.
 * @throws RealNameRefusal when the number cannot be opened
 * @throws NotNow when the account has asked for too many within a minute
 */
export async function askedPerson(
  business: Business,
  desk: Desk,
): Promise<(person: Person | null) => boolean> {
  const sent = business.text('idCardNumber');
  if (sent === '') return () => true;
  const documentNumber = desk.cipher.decrypt(sent);
  if (documentNumber === undefined)
    throw badParameters('[idCardNumber] 未按约定加密', 'idCardNumber is not encrypted as agreed');
  const documentType = business.text('idCardType').padStart(2, '0').replace(/^00$/, RESIDENT_CARD);
  // What can be nobody's number is not looked up.
  if (!parseDocumentNumber(documentType, documentNumber).ok) return () => false;
  const { workerByDocument: found } = await askForPerson(desk, LOOK_UP, { documentType, documentNumber });
  const id = (found as { id: string } | null)?.id;
  return (person) => id !== undefined && person?.id === id;
}

const RESIDENT_CARD = '01';

const LOOK_UP = graphDocument(`query RealName_person($documentType: String!, $documentNumber: String!) {
  workerByDocument(documentType: $documentType, documentNumber: $documentNumber) { id }
}`);
