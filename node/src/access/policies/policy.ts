import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { LanguageMap } from '../../kernel/language-map.ts';

/** Where a policy comes from: shipped and always in force, made from the red-line list, shipped as a beginning, or the operator's. */
export type Origin = 'standing' | 'red-line' | 'default' | 'own';

/** One permit or forbid, ready for the engine. */
export interface Policy {
  id: string;
  origin: Origin;
  effect: 'permit' | 'forbid';
  /** What people read where it decides. */
  reason: LanguageMap;
  /** As written, without the comments around it. */
  text: string;
  json: PolicyJson;
  /** Where it stands. */
  file?: string | undefined;
  line?: number | undefined;
  /** Of a red line: the category of data it speaks of; it is left aside where the resource holds none of it. */
  dataCategory?: string | undefined;
}

/** What is wrong in a file of policies, and where. */
export interface PolicyFlaw {
  file: string;
  line: number;
  column: number;
  reason: string;
}

/** Policies as an operator writes them: text by file name, such as `{"hospital.cedar": "permit (…);"}`. */
export type PolicyFiles = Readonly<Record<string, string>>;

/** An operator's file of this name takes the place of the policies that come with Biotope as a beginning. */
export const DEFAULTS_FILE = 'defaults.cedar';
