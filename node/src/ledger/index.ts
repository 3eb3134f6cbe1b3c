export { openBook, type Book } from './book.ts';
export type { Entry, EntryRow } from './entry.ts';
export { exportLedger, verifyExported, type Exported } from './exported.ts';
export { findEntries, type EntryQuery } from './find-entries.ts';
export { CLOCK_ACCEPTED, latestTime } from './latest-time.ts';
export { newestEntry, record } from './ledger.ts';
export { ledgerMigrations } from './migrations.ts';
export { retentionEnd, Seal, sealable, sealLedger, type Sealable } from './seal.ts';
export { verifyLedger, type Verification } from './verify-ledger.ts';
