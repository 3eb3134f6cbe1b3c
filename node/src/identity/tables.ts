import type { Generated, Selectable } from 'kysely';
import { inRoom, type Db } from '../kernel/database.ts';
import type { LanguageMap } from '../kernel/language-map.ts';

export interface PersonRow {
  id: string;
  name: string;
  email: string | null;
  orcid: string | null;
  organisation: string | null;
  country: string | null;
  created: Date;
  disabled: Date | null;
}
interface RoleTable {
  id: Generated<number>;
  holder_kind: 'person' | 'program';
  holder: string;
  role: string;
  scope: string;
  since: Date;
  until: Date | null;
  granted_by: string;
  ended: Date | null;
  ended_by: string | null;
}
export type RoleRow = Selectable<RoleTable>;
interface AccountTable {
  login: string;
  person: string;
  secret: string;
  one_time_until: Date | null;
  failures: Generated<number>;
  retry_after: Date | null;
  changed: Date;
}
export type AccountRow = Selectable<AccountTable>;
interface SecondFactorTable {
  login: string;
  sealed_secret: string;
  begun: Date;
  confirmed: Date | null;
  /** The last period whose code counted: none counts twice. */
  last_period: Generated<number>;
  recovery_digests: Generated<string[]>;
}
export type SecondFactorRow = Selectable<SecondFactorTable>;
export interface SessionRow {
  digest: string;
  id: string;
  person: string | null;
  key_digest: string | null;
  provider: string;
  created: Date;
  last_used: Date;
  expires: Date;
  ended: Date | null;
  agent: string;
  visas: unknown;
}
export interface TokenRow {
  id: string;
  digest: string;
  person: string;
  name: string;
  scopes: string[];
  created: Date;
  expires: Date;
  last_used: Date | null;
  ended: Date | null;
}
export interface ProgramRow {
  id: string;
  name: string;
  secret_digest: string;
  scopes: string[];
  organisation: string | null;
  country: string | null;
  created: Date;
  created_by: string;
  expires: Date;
  ended: Date | null;
}

/** The tables of `identity`. */
export interface IdentityTables {
  organisation: { id: string; name: LanguageMap; url: string | null; ror: string | null };
  person: PersonRow;
  login: { issuer: string; subject: string; person: string; provider: string; created: Date };
  account: AccountTable;
  unknown_login: { digest: string; failures: number; retry_after: Date | null; changed: Date };
  second_factor: SecondFactorTable;
  session: SessionRow;
  role: RoleTable;
  token: TokenRow;
  program: ProgramRow;
  sign_in: { state_digest: string; provider: string; destination: string; expires: Date; used: Date | null };
  provider_state: { model: string; digest: string; payload: unknown; grant_digest: string | null; uid_digest: string | null; expires: Date | null };
}

export const identityOf = (db: Db) => inRoom<IdentityTables>(db, 'identity');
