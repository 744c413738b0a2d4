import { complaintOf } from '../complaint.ts';
import type { Plan } from '../plan.ts';

/** A call that cannot even be translated: what it builds on is not there. */
export const refusedPlan = (place: string, code: string): Plan => ({
  parts: [],
  complaints: [complaintOf(place, code)],
  files: [],
});
