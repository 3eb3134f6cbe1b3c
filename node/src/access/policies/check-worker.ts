import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, type EngineRequest } from './engine.ts';
import type { PolicyFiles } from './policy.ts';
import { ownPolicies } from './sets.ts';

/** What is to be read, the names that are taken, and the questions to try it on. Made elsewhere: this thread loads little, so that it starts fast. */
export interface CheckTask {
  files: PolicyFiles;
  taken: string[];
  trials: EngineRequest[];
}

/** Reads policies and asks them, in a thread of its own: what breaks the engine breaks it here. */
const { files, taken, trials } = workerData as CheckTask;
const read = ownPolicies(files, taken);
if ('policies' in read) {
  const engine = createEngine(read.policies);
  const failed = trials.flatMap((trial) => engine.evaluate(trial).failed ?? []);
  if (failed[0] !== undefined) throw new Error(failed[0]);
}
parentPort?.postMessage(read);
