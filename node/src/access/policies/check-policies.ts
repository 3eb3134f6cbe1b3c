import { Worker } from 'node:worker_threads';
import type { Caller } from '../../identity/index.ts';
import { ACTIONS } from '../access.ts';
import type { CheckTask } from './check-worker.ts';
import type { PolicyFiles } from './policy.ts';
import type { ReadPolicies } from './read-policies.ts';
import { requestOf } from './request.ts';
import { takenNames, withDefaults } from './sets.ts';

/** How long a set may take to be read and asked one question of each kind. */
const PATIENCE = 30_000;

const CALLERS: Caller[] = [
  { kind: 'anyone' },
  { kind: 'operator', name: 'check' },
  { kind: 'node', name: 'check' },
  { kind: 'person', id: 'check', name: 'check', roles: [] },
  { kind: 'program', id: 'check', name: 'check', roles: [], scopes: [] },
];
/** One question of each kind. */
const trials = () => CALLERS.flatMap((caller) => ACTIONS.map((action) => requestOf(caller, action, {}, { now: new Date() })));

/**
 * Reads a set of policies in a thread of its own, with a smaller stack than the one that will decide by it: a text that
 * would break the engine or never end is refused here and breaks nothing.
 */
export function checkPolicies(files: PolicyFiles, patience = PATIENCE): Promise<ReadPolicies> {
  return new Promise((resolve) => {
    const task: CheckTask = { files, taken: takenNames(files), trials: trials() };
    const worker = new Worker(new URL('check-worker.ts', import.meta.url), { workerData: task, resourceLimits: { stackSizeMb: 1, maxOldGenerationSizeMb: 256 } });
    const refuse = (reason: string) => {
      resolve({ flaws: [{ file: Object.keys(files).sort()[0] ?? '', line: 1, column: 1, reason }] });
      void worker.terminate();
    };
    const timer = setTimeout(() => refuse(`the set could not be read within ${patience / 1_000} seconds; make it smaller`), patience);
    worker.once('message', (read: ReadPolicies) => {
      clearTimeout(timer);
      resolve('flaws' in read ? read : { policies: withDefaults(read.policies, files) });
      void worker.terminate();
    });
    worker.once('error', (error) => {
      clearTimeout(timer);
      refuse(`the engine fails over this set, which would then allow nothing (${error.message})`);
    });
  });
}
