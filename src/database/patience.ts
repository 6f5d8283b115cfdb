/** How long a transaction that waits for its turn may take, in milliseconds: an import of a large account holds the account for long. */
export const patience = { maxWait: 60_000, timeout: 3_600_000 };
