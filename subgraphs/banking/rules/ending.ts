/** What the provincial hub knows of a project when its account is closed or its deposit returned (销户、返还时的项目情况). */
export interface ProjectAtEnd {
  readonly constructionStatus: string;
  readonly completedOn: string | null;
  /** Early warnings that are not cleared. */
  readonly warnings: readonly { readonly raisedOn: string }[];
}

export type EndingFault = 'ENDED_BEFORE_COMPLETION' | 'ENDED_WITH_OPEN_WARNINGS';

/**
 * What speaks against closing a special account or returning a deposit on a day, beside its notice: both come after completion and
 * without arrears. Sources: Order 724 Art. 27 ¶2 for special accounts; 人社部发〔2021〕65号 (read in summary only) for deposits. That
 * open warnings stand for arrears that are not settled is modelled.
 */
export function endingFaults(
  { constructionStatus, completedOn, warnings }: ProjectAtEnd,
  endedOn: string,
): readonly EndingFault[] {
  const isCompleted = constructionStatus === 'COMPLETED' && (completedOn === null || completedOn <= endedOn);
  return [
    ...(isCompleted ? [] : ['ENDED_BEFORE_COMPLETION' as const]),
    ...(warnings.some(({ raisedOn }) => raisedOn <= endedOn) ? ['ENDED_WITH_OPEN_WARNINGS' as const] : []),
  ];
}
