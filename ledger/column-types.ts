import { type EntityProperty, p, Type } from '@mikro-orm/postgresql';

/** Money (元) as integer fen in a bigint column: exact, and cheap to add up in SQL. */
export class FenType extends Type<bigint, string | bigint> {
  override getColumnType(): string {
    return 'bigint';
  }
  override convertToDatabaseValue(value: bigint | string): string {
    return String(value);
  }
  override convertToJSValue(value: string | bigint): bigint {
    return BigInt(value);
  }
  override compareAsType(): string {
    return 'bigint';
  }
}

/** A calendar day in Asia/Shanghai as `YYYY-MM-DD`: never a JavaScript Date, which would carry a zone. */
export class DayType extends Type<string, string> {
  override getColumnType(): string {
    return 'date';
  }
  override compareAsType(): string {
    return 'string';
  }
}

/** Codes and division codes: compared byte by byte, so that row scope is an index range. */
export class CodeType extends Type<string, string> {
  override getColumnType(_property: EntityProperty): string {
    return 'text';
  }
  override compareAsType(): string {
    return 'string';
  }
}

/** Decimal numbers as text: exact, and compared as numbers in SQL. */
export class DecimalType extends Type<string, string> {
  override getColumnType(): string {
    return 'numeric';
  }
  override compareAsType(): string {
    return 'string';
  }
}

/** The kinds of column a record may have. A sealed column holds what `Sealer.seal` returns. */
export const column = {
  text: () => p.text(),
  code: () => p.type(CodeType).$type<string>(),
  fen: () => p.type(FenType).$type<bigint>(),
  decimal: () => p.type(DecimalType).$type<string>(),
  day: () => p.type(DayType).$type<string>(),
  instant: () => p.datetime(),
  integer: () => p.integer(),
  double: () => p.double(),
  flag: () => p.boolean(),
  uuid: () => p.uuid(),
  bytes: () => p.blob().$type<Buffer>(),
  texts: () => p.array().$type<string[]>(),
  json: () => p.json().$type<unknown>(),
};
