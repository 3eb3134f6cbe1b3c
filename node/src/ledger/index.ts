export { record, verifyLedger, type Entry, type Verification } from './ledger.ts';
export { ledgerMigrations } from './migrations.ts';
