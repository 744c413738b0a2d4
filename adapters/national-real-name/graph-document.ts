/** Everything that this adapter may ask of the graph: a test holds each document to the composed schema. */
export const documents: ReadonlySet<string> = new Set();

/** States a document once; it is always the same text, so that the graph plans it once. */
export function graphDocument(text: string): string {
  (documents as Set<string>).add(text);
  return text;
}
