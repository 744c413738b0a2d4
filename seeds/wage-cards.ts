import type { Sealer } from '../kernel/sealing.ts';
import { cardIndex } from '../subgraphs/banking/account-number.ts';
import { WageCard } from '../subgraphs/banking/facts.ts';
import { type Hand, isInFirstCrew } from './hands.ts';
import { type Planned, planned } from './planned.ts';
import { cardNumber } from './synthetic-numbers.ts';
import type { World } from './world.ts';

/** One wage card (工资卡) for each worker; two stories differ: a card under two workers, and a worker without. */
export function wageCardRecords({ crews }: World, sealer: Sealer): Planned[] {
  return crews.flatMap((crew) => {
    const trouble = isInFirstCrew(crew) ? crew.site.trouble : undefined;
    return crew.hands.flatMap((hand, place) => {
      if (hand.isGuest || (trouble === 'NO_CARD' && place === STORY_PLACE)) return [];
      const holder = trouble === 'SHARED_CARD' && place === STORY_PLACE ? crew.hands[0]! : hand;
      return [cardOf(hand, cardNumber(holder.person.serial), sealer)];
    });
  });
}

const STORY_PLACE = 1;

function cardOf({ workerId, person, enteredOn }: Hand, number: string, sealer: Sealer): Planned {
  const content = {
    workerId,
    bankCode: '102',
    bankName: '中国工商银行示例支行',
    cardIndex: cardIndex(sealer, number),
    cardNumber: number,
    cardholderName: person.name,
    issuedOn: enteredOn,
    status: 'ACTIVE',
  };
  return planned(WageCard, enteredOn, content, { source: 'bank-102' });
}
