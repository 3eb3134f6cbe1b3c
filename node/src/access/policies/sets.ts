import type { RedLine } from '../red-lines/index.ts';
import { DEFAULTS_FILE, type Policy, type PolicyFiles } from './policy.ts';
import { DEFAULTS_TEXT, readPolicies, STANDING_TEXT, type ReadPolicies } from './read-policies.ts';
import { redLinePolicy } from './red-line-policies.ts';

const RESERVED = 'red-line:';

let standing: Policy[] | undefined;
let defaults: Policy[] | undefined;

const shipped = (file: string, text: string, origin: 'standing' | 'default'): Policy[] => {
  const read = readPolicies({ [file]: text }, origin);
  if ('flaws' in read) throw new Error(`The policies that come with Biotope don't hold: ${JSON.stringify(read.flaws)}`);
  return read.policies;
};

/** Always in force. */
export const standingPolicies = (): Policy[] => (standing ??= shipped('standing.cedar', STANDING_TEXT, 'standing'));
/** In force until the operator has a file of the same name. */
export const defaultPolicies = (): Policy[] => (defaults ??= shipped(DEFAULTS_FILE, DEFAULTS_TEXT, 'default'));

/** What comes with Biotope and the operator's files leave standing. */
const besides = (files: PolicyFiles): Policy[] => (DEFAULTS_FILE in files ? [] : defaultPolicies());

/** Names that the operator's policies can't bear, because others do. */
export const takenNames = (files: PolicyFiles): string[] => [...standingPolicies(), ...besides(files)].map(({ id }) => id);

/** The operator's own policies, read from files. */
export function ownPolicies(files: PolicyFiles, taken: Iterable<string>): ReadPolicies {
  const read = readPolicies(files, 'own', new Set(taken));
  if ('flaws' in read) return read;
  const flaws = read.policies
    .filter(({ id }) => id.startsWith(RESERVED))
    .map(({ file, line }) => ({ file: file as string, line: line as number, column: 1, reason: `names that begin with "${RESERVED}" are those of the red-line list` }));
  return flaws.length > 0 ? { flaws } : read;
}

/** The operator's policies with those that come with Biotope beside them: all that can be edited. */
export const withDefaults = (own: readonly Policy[], files: PolicyFiles): Policy[] => [...besides(files), ...own];

/** All that can be edited, read from the operator's files. */
export function editablePolicies(files: PolicyFiles): ReadPolicies {
  const read = ownPolicies(files, takenNames(files));
  return 'flaws' in read ? read : { policies: withDefaults(read.policies, files) };
}

/** Everything that decides: what is always in force, the red lines, and what can be edited. */
export const wholeSet = (editable: readonly Policy[], redLines: readonly RedLine[]): Policy[] => [...standingPolicies(), ...redLines.map(redLinePolicy), ...editable];
