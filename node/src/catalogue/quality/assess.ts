import { accessInformation, dataProtocol, metadataPreservation, metadataProtocol } from './accessibility.ts';
import type { Rule } from './evidence.ts';
import { coreElements, dataIdentifier, persistentIdentifier, retrievable, uniqueIdentifier } from './findability.ts';
import { findingsOn } from './findings.ts';
import { formalLanguage, relatedEntities, semanticResources } from './interoperability.ts';
import { LETTERS, METRIC_IDS, METRICS, SPECIFICATION, type Letter, type MetricId } from './metrics.ts';
import type { Assessment, MetricResult, Score } from './report.ts';
import { communityFormat, communityStandard, contentDescribed, licenceStated, provenanceStated } from './reusability.ts';
import type { Provision, Subject } from './subject.ts';

const RULES: Record<MetricId, Rule> = {
  'FsF-F1-01D': uniqueIdentifier,
  'FsF-F1-02D': persistentIdentifier,
  'FsF-F2-01M': coreElements,
  'FsF-F3-01M': dataIdentifier,
  'FsF-F4-01M': retrievable,
  'FsF-A1-01M': accessInformation,
  'FsF-A1-02M': metadataProtocol,
  'FsF-A1-03D': dataProtocol,
  'FsF-A2-01M': metadataPreservation,
  'FsF-I1-01M': formalLanguage,
  'FsF-I2-01M': semanticResources,
  'FsF-I3-01M': relatedEntities,
  'FsF-R1-01MD': contentDescribed,
  'FsF-R1.1-01M': licenceStated,
  'FsF-R1.2-01M': provenanceStated,
  'FsF-R1.3-01M': communityStandard,
  'FsF-R1.3-02D': communityFormat,
};

/** Assesses one resource, or a description that is not registered yet, against every metric. Pure: asks nobody. */
export function assess(subject: Subject, provision: Provision): Assessment {
  const metrics = METRIC_IDS.map((id): MetricResult => {
    const { number, letter, name, later } = METRICS[id];
    return { metric: id, number, letter, name, later: [...later], ...RULES[id](subject, provision) };
  });
  const byLetter = Object.fromEntries(LETTERS.map((letter) => [letter, scoreOf(metrics.filter((it) => it.letter === letter))])) as Record<Letter, Score>;
  return {
    specification: SPECIFICATION,
    scores: { ...byLetter, all: scoreOf(metrics) },
    metrics,
    findings: findingsOn(subject),
    deprecatedTerms: subject.deprecatedTerms,
  };
}

function scoreOf(metrics: MetricResult[]): Score {
  const count = (wanted: MetricResult['verdict']) => metrics.filter(({ verdict }) => verdict === wanted).length;
  return {
    holds: count('holds'),
    partly: count('partly'),
    fails: count('fails'),
    of: metrics.length - count('not-applicable'),
    byNode: metrics.filter(({ verdict, earnedBy }) => verdict === 'holds' && earnedBy === 'node').length,
  };
}
