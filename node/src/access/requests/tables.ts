import type { JSONColumnType } from 'kysely';
import { inRoom, type Db } from '../../kernel/database.ts';
import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Purpose } from '../data-use/index.ts';
import type { EventType, RequestState } from './request.ts';

export interface RequestRow {
  id: string;
  resource: string;
  /** `person:…`. */
  person: string;
  created: Date;
  organisation: string | null;
  status: RequestState['status'];
  waits_since: Date;
}
export interface EventRow {
  request: string;
  sequence: number;
  at: Date;
  by: string;
  name: string;
  type: EventType;
  detail: JSONColumnType<object>;
}
export interface GrantRow {
  id: string;
  person: string;
  resource: string;
  actions: string[];
  purpose: JSONColumnType<Purpose>;
  destination: string | null;
  obligations: JSONColumnType<LanguageMap[]>;
  starts: Date;
  ends: Date;
  revoked: Date | null;
}
export interface ReminderRow {
  request: string;
  sequence: number;
  task: string;
  stage: string;
  at: Date;
}
export interface AgreementRow {
  id: string;
  version: number;
  title: JSONColumnType<LanguageMap>;
  text: JSONColumnType<LanguageMap>;
  at: Date;
  by: string;
}
export interface AcceptanceRow {
  agreement: string;
  version: number;
  person: string;
  name: string;
  at: Date;
}

export const tables = (db: Db) =>
  inRoom<{ request: RequestRow; request_event: EventRow; grant: GrantRow; reminder: ReminderRow; agreement: AgreementRow; agreement_acceptance: AcceptanceRow }>(db, 'access');
