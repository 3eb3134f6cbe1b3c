export { decideUse } from './decide-use.ts';
export { DUO_TERMS, duoTerm } from './duo-terms.ts';
export { ancestorsIn, Hierarchy } from './hierarchy.ts';
export { Condition, Conditions, Purpose, USES } from './purpose.ts';
