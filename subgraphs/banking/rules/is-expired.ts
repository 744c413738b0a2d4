import type { BusinessDate } from '../../../kernel/calendar.ts';

/** Whether a letter's last day is past (保函已到期): on that day itself it still holds. */
export const isExpired = (letter: { readonly endsOn: string }, today: BusinessDate): boolean =>
  letter.endsOn < today;
