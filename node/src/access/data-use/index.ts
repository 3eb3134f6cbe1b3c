export { decideUse, type Facts, type UseDecision } from './decide-use.ts';
export { DUO_TERMS, duoTerm, type DuoTerm } from './duo-terms.ts';
export { ancestorsIn, Hierarchy } from './hierarchy.ts';
export { Condition, Conditions, Purpose } from './purpose.ts';
