type Values = Readonly<Record<string, unknown>>;

const OF_THE_PERSON = ['legalRepresentativeDuty', 'legalRepresentativeTitle'] as const;
const DOCUMENT = ['legalRepresentativeDocumentType', 'legalRepresentativeDocumentNumber'] as const;

/**
 * What stood of the legal representative (法定代表人) and is not kept where a record leaves it out: all that is another person's, and
 * half of a document of which the other half is stated anew.
 * @param theme what stood, of one theme
 * @param name the name that stood
 */
export function withoutPredecessor<Theme extends Values>(
  theme: Theme | null,
  name: unknown,
  values: Values,
): Theme | null {
  if (theme === null) return null;
  const now = values.legalRepresentative ?? null;
  const isAnother = now !== null && (name ?? null) !== null && now !== name;
  const isRestated = DOCUMENT.some((one) => (values[one] ?? null) !== null && values[one] !== theme[one]);
  const gone = new Set<string>([
    ...(isAnother ? OF_THE_PERSON : []),
    ...(isAnother || isRestated ? DOCUMENT : []),
  ]);
  return Object.fromEntries(Object.entries(theme).filter(([one]) => !gone.has(one))) as Theme;
}
