import { type FieldNode, print } from 'graphql';

/** Why a plan would answer wrongly. Told to nobody: the operation is planned in another way, or refused. */
export const flaw = (why: string): Error => new Error(`the plan is not sound: ${why}`);

/** The arguments of a field, alike for two that are written in another order. */
export function argumentText({ arguments: given = [] }: FieldNode): string {
  return given
    .map((argument) => print(argument))
    .sort()
    .join();
}
