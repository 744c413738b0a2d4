/** The kinds of fields that records have (字段种类), and the checks that departments share. */
export { documentNo, documentNoForm } from './document-no.ts';
export { yuan } from './amounts.ts';
export { monthNotInFuture, namesNobody, notBefore, notInFuture, notReversed, timely } from './checks.ts';
export { day, yearMonth } from './days.ts';
export { decimal } from './decimal.ts';
export { digest } from './digest.ts';
export { list, within } from './entries.ts';
export { identifier, identifierForm, projectCode, uuid } from './identifier.ts';
export {
  checkIdentity,
  type Identity,
  type IdentityValues,
  identityFields,
  identityOf,
} from './identity.ts';
export { instant } from './instant.ts';
export { integer } from './integer.ts';
export {
  accountNumber,
  bankCard,
  bankLinkNo,
  creditCode,
  divisionCode,
  mobilePhone,
} from './official-numbers.ts';
export { required } from './required.ts';
export { personName, text } from './text.ts';
export { code, flag, oneOf, openCode } from './words.ts';
