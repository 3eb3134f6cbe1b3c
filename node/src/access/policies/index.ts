export { classDecisions } from './class-decisions.ts';
export { createEngine, type Engine, type EngineRequest, type Verdict } from './engine.ts';
export { openPoliciesInForce, type PoliciesInForce } from './policies-in-force.ts';
export { openPolicyFolder, type PolicyFolder } from './policy-folder.ts';
export type { Policy } from './policy.ts';
export { requestOf, type DataUse, type Facts } from './request.ts';
export { editablePolicies, wholeSet } from './sets.ts';
