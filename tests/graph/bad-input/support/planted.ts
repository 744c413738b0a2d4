import { residentNumber } from '../../../../seeds/synthetic-numbers.ts';

/** Values that no answer and no line of a log may repeat. All synthetic. */
export const NUMBER = residentNumber('450103', '1990-01-02');
/** Its check digit does not fit. */
export const WRONG_NUMBER = '450103199001029998';
export const CARD = '6222029999999999995';
export const ACCOUNT = '45001604751050709999';
export const SECRET = 'pLaNtEd-sEcReT-0123456789abcdef';
export const CANARY = 'cAnArY-7c1e';

export const PLANTED = [NUMBER, WRONG_NUMBER, CARD, ACCOUNT, SECRET, CANARY];

/** @returns what of the planted texts a text repeats */
export const repeated = (text: string): string[] => PLANTED.filter((one) => text.includes(one));
