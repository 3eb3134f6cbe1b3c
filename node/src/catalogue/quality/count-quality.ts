import type { Outgoing } from '../outgoing.ts';
import { addressesOf, isCheckable } from './addresses.ts';
import { FINDING_TITLES } from './findings.ts';
import { METRIC_IDS, METRICS, SPECIFICATION, type MetricId } from './metrics.ts';
import type { KeptSummary } from './quality-store.ts';
import { FINDINGS, type Assessment, type FindingName } from './report.ts';
import type { Subject } from './subject.ts';

type Counts = KeptSummary['metrics'][number]['counts'];

interface Scope {
  resources: number;
  metrics: Map<MetricId, Counts>;
  findings: Map<FindingName, number>;
  terms: Map<string, KeptSummary['deprecatedTerms'][number]>;
  links: KeptSummary['links'];
}

/** The whole node's counts stand under this name, a source's under `source:` and its identifier. */
export const NODE_SCOPE = 'node';
export const sourceScope = (source: string) => `source:${source}`;

/** So many deprecated terms of a scope are named, and so many resources of each. */
const TERMS = 200;
const EXAMPLES = 5;

const VERDICT_NAMES = { holds: 'holds', partly: 'partly', fails: 'fails', 'not-applicable': 'notApplicable' } as const;

/** Adds assessments up, for each source that describes a resource and for the node. */
export function countQuality() {
  const scopes = new Map<string, Scope>([[NODE_SCOPE, empty()]]);
  return {
    add(resource: Outgoing, assessment: Assessment, subject: Subject): void {
      const names = [NODE_SCOPE, ...new Set(resource.sources.map(({ source }) => sourceScope(source)))];
      for (const name of names) {
        const scope = scopes.get(name) ?? empty();
        scopes.set(name, scope);
        const own = assessment.deprecatedTerms.filter(({ source }) => name === NODE_SCOPE || sourceScope(source ?? '') === name);
        addTo(scope, resource, assessment, own, subject);
      }
    },
    summaries: (): Map<string, KeptSummary> => new Map([...scopes].map(([name, scope]) => [name, summaryOf(scope)])),
  };
}

export const empty = (): Scope => ({
  resources: 0,
  metrics: new Map(METRIC_IDS.map((id) => [id, { holds: 0, partly: 0, fails: 0, notApplicable: 0 }])),
  findings: new Map(),
  terms: new Map(),
  links: { alive: 0, redirected: 0, dead: 0, unknown: 0 },
});

function addTo(scope: Scope, resource: Outgoing, assessment: Assessment, deprecated: Assessment['deprecatedTerms'], subject: Subject): void {
  scope.resources++;
  for (const { metric, verdict } of assessment.metrics) (scope.metrics.get(metric) as Counts)[VERDICT_NAMES[verdict]]++;
  for (const { finding } of assessment.findings) scope.findings.set(finding, (scope.findings.get(finding) ?? 0) + 1);
  for (const { term, replacement } of new Map(deprecated.map((it) => [it.term.id, it])).values()) {
    const counted = scope.terms.get(term.id) ?? { term, replacement, resources: 0, examples: [] };
    scope.terms.set(term.id, counted);
    counted.resources++;
    if (counted.examples.length < EXAMPLES) counted.examples.push(resource.id);
  }
  for (const address of new Set(addressesOf(resource).map((it) => it.address))) if (isCheckable(address)) scope.links[subject.addresses.get(address)?.state ?? 'unknown']++;
}

export const summaryOf = ({ resources, metrics, findings, terms, links }: Scope): KeptSummary => ({
  specification: SPECIFICATION,
  resources,
  metrics: METRIC_IDS.map((id) => {
    const { number, letter, name, later } = METRICS[id];
    return { metric: id, number, letter, name, later: [...later], counts: metrics.get(id) as Counts };
  }),
  findings: FINDINGS.map((finding) => ({ finding, title: FINDING_TITLES[finding], resources: findings.get(finding) ?? 0 })),
  deprecatedTerms: [...terms.values()].sort((a, b) => b.resources - a.resources || (a.term.id < b.term.id ? -1 : 1)).slice(0, TERMS),
  links,
});
