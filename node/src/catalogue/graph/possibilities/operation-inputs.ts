import { BRANCH_ROOTS, type Vocabulary } from '../../../vocabulary/index.ts';

/** That an operation takes a type of data: as the vocabulary says of `statedOf`, the operation itself or a broader one. */
export interface OperationInput {
  operation: string;
  statedOf: string;
}

/** Whether a term stands directly under the root of its branch: Visualisation, Annotation, Biology. */
export const isTopmost = (vocabulary: Vocabulary, id: string): boolean => vocabulary.get(id)?.broader.some((parent) => BRANCH_ROOTS.has(parent)) ?? false;

const known = new WeakMap<Vocabulary, ReadonlyMap<string, OperationInput[]>>();

/**
 * By type of data, the operations that take it. An operation about which the vocabulary says nothing takes what the
 * nearest broader ones take: what is said of an operation itself is more exact than what is said of its kind. What is
 * said of the topmost (EDAM lets every Visualisation take an Image) says too little to conclude from.
 */
export function operationInputs(vocabulary: Vocabulary): ReadonlyMap<string, OperationInput[]> {
  let inputs = known.get(vocabulary);
  if (!inputs) {
    inputs = readInputs(vocabulary);
    known.set(vocabulary, inputs);
  }
  return inputs;
}

function readInputs(vocabulary: Vocabulary): Map<string, OperationInput[]> {
  const byData = new Map<string, OperationInput[]>();
  for (const term of vocabulary.terms()) {
    if (term.branch !== 'operation' || term.deprecated) continue;
    for (const [data, statedOf] of nearestInputs(vocabulary, term.id)) {
      const takers = byData.get(data) ?? [];
      takers.push({ operation: term.id, statedOf });
      byData.set(data, takers);
    }
  }
  return byData;
}

function nearestInputs(vocabulary: Vocabulary, operation: string): Map<string, string> {
  const inputs = new Map<string, string>();
  const seen = new Set<string>();
  for (let level = [operation]; level.length > 0 && inputs.size === 0;) {
    const broader: string[] = [];
    for (const id of level) {
      if (seen.has(id)) continue;
      seen.add(id);
      const term = vocabulary.get(id);
      for (const { predicate, target } of isTopmost(vocabulary, id) ? [] : (term?.relations ?? []))
        if (predicate === 'has_input' && !BRANCH_ROOTS.has(target) && !inputs.has(target)) inputs.set(target, id);
      broader.push(...(term?.broader ?? []));
    }
    level = broader;
  }
  return inputs;
}
