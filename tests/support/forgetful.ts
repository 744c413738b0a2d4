/** Settings of a server whose data may be lost with the machine; a test of durability has a server without them. */
export const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } as const;
