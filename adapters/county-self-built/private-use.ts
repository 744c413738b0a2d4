/**
 * Rare characters that software of the GBK age wrote into Unicode's private-use area (私用区), because they had no code
 * point yet: 80 of them stood in a row from U+E815, for the two bytes FE 50 to FE A0. What those bytes are in GB 18030
 * today is asked of the decoder, so that no list of ours can be wrong. A8 BC and A8 BF are two letters of Pinyin.
 */
export function standardForm(text: string): {
  readonly text: string;
  readonly isMapped: boolean;
  readonly isPrivate: boolean;
} {
  if (!PRIVATE_USE.test(text)) return { text, isMapped: false, isPrivate: false };
  const mapped = text.replace(ONE_PRIVATE, (one) => STANDARD.get(one) ?? one);
  return { text: mapped, isMapped: mapped !== text, isPrivate: PRIVATE_USE.test(mapped) };
}

const PRIVATE_USE = /\p{Co}/u;
const ONE_PRIVATE = /\p{Co}/gu;

const STANDARD: ReadonlyMap<string, string> = (() => {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  const trail = (place: number) => 0x50 + place + (place >= 0x2f ? 1 : 0);
  const bytes: [number, readonly number[]][] = Array.from({ length: 80 }, (_, place) => [
    0xe815 + place,
    [0xfe, trail(place)],
  ]);
  bytes.push([0xe7c7, [0xa8, 0xbc]], [0xe7c8, [0xa8, 0xbf]]);
  return new Map(
    bytes
      .map(([unit, pair]): [string, string] => [
        String.fromCharCode(unit),
        decoder.decode(Uint8Array.from(pair)),
      ])
      .filter(([, character]) => !PRIVATE_USE.test(character)),
  );
})();
