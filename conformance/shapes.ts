import { Parser, Store, type Quad, type Term } from 'n3';
import Validator from 'rdf-validate-shacl';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const VIOLATION = 'http://www.w3.org/ns/shacl#Violation';

/** Triples validated at once. What the shapes look at beyond a subject's own triples is laid beside them. */
const PIECE = 20_000;
/** A subject that says so much is a list (a catalogue of datasets): what is listed is laid beside it by its types alone. */
const LIST = 200;

export interface Finding {
  focus: string;
  path: string;
  /** The kind of constraint and what it says. */
  reason: string;
  value: string;
  shapes: string;
}

export interface ShapeReport {
  /** Subjects that were looked at. */
  subjects: number;
  violations: Finding[];
  /** Results of a lesser severity. */
  warnings: number;
}

export type ShapeCheck = (data: Store, progress?: (subjects: number) => void) => Promise<ShapeReport>;

/** A SHACL validator over the shapes of each file, or of all of them as one; each result is named with the file it came from. */
export function shapeCheck(files: Map<string, string>, { together = false, piece: size = PIECE } = {}): ShapeCheck {
  const groups = together ? [[[...files.keys()].join(' + '), [...files.values()].join('\n')] as const] : [...files];
  const validators = groups.map(([name, text]) => ({ name, validator: new Validator(new Store(parseTurtle(text)) as never) }));
  return async (data, progress) => {
    const report: ShapeReport = { subjects: 0, violations: [], warnings: 0 };
    for (const { subjects, quads } of pieces(data, size)) {
      const piece = new Store(quads);
      for (const { name, validator } of validators) {
        const { results } = await validator.validate(piece as never);
        for (const result of results) {
          // What is laid beside a piece is looked at in its own.
          if (!result.focusNode || !subjects.has(idOf(result.focusNode as Term))) continue;
          if (result.severity && result.severity.value !== VIOLATION) report.warnings++;
          else report.violations.push(findingOf(result as never, name));
        }
      }
      report.subjects += subjects.size;
      progress?.(report.subjects);
    }
    return report;
  };
}

/** Turtle as triples; blank nodes of two documents never fall together. */
export const parseTurtle = (text: string, baseIRI?: string): Quad[] => new Parser({ baseIRI }).parse(text);

const idOf = (term: Pick<Term, 'termType' | 'value'>): string => `${term.termType} ${term.value}`;

/**
 * A graph in pieces that together hold every subject once with all its triples. Beside them lie, of what those lead to,
 * all triples (`sh:node` looks there) and of what these lead to the types (`sh:class`), and what leads to a subject by
 * the one inverse path of the shapes.
 */
function* pieces(data: Store, size: number): Generator<{ subjects: Set<string>; quads: Quad[] }> {
  let own: Quad[] = [];
  let subjects = new Set<string>();
  for (const subject of data.getSubjects(null, null, null)) {
    const quads = data.getQuads(subject, null, null, null);
    if (own.length > 0 && own.length + quads.length > size) {
      yield { subjects, quads: withNeighbours(data, own, subjects) };
      own = [];
      subjects = new Set();
    }
    for (const quad of quads) own.push(quad);
    subjects.add(idOf(subject));
  }
  if (own.length > 0) yield { subjects, quads: withNeighbours(data, own, subjects) };
}

const IN_SERIES = 'http://www.w3.org/ns/dcat#inSeries';

function withNeighbours(data: Store, own: Quad[], subjects: Set<string>): Quad[] {
  const quads = [...own];
  const degree = Map.groupBy(own, ({ subject }) => subject.value);
  const whole = new Set<string>();
  const typed = new Set<string>();
  const add = (term: Term, deep: boolean) => {
    const id = idOf(term);
    if (term.termType === 'Literal' || subjects.has(id) || whole.has(id) || (!deep && typed.has(id))) return;
    if (deep && !typed.has(id) && data.countQuads(term, null, null, null) <= LIST) {
      whole.add(id);
      for (const quad of data.getQuads(term, null, null, null)) {
        quads.push(quad);
        add(quad.object, false);
      }
      return;
    }
    typed.add(id);
    for (const quad of data.getQuads(term, RDF_TYPE, null, null)) quads.push(quad);
  };
  for (const { subject, object } of own) add(object, degree.get(subject.value)!.length <= LIST);
  for (const { subject } of own) for (const quad of data.getQuads(null, IN_SERIES, subject, null)) if (!subjects.has(idOf(quad.subject))) quads.push(quad);
  return quads;
}

interface Result {
  focusNode: { value: string };
  path?: { value: string } | null;
  value?: { value: string } | null;
  message: { value: string }[];
  sourceConstraintComponent?: { value: string } | null;
}

const localName = (iri: string): string => iri.replace(/^.*[#/]/, '');

function findingOf(result: Result, shapes: string): Finding {
  const component = result.sourceConstraintComponent ? localName(result.sourceConstraintComponent.value).replace('ConstraintComponent', '') : '';
  return {
    focus: result.focusNode.value,
    path: result.path?.value ?? '',
    reason: `${component}${result.message[0] ? `: ${result.message[0].value}` : ''}`,
    value: result.value?.value ?? '',
    shapes,
  };
}

/** A finding as a person reads it. */
export const sentenceOf = ({ focus, path, reason, value, shapes }: Finding): string =>
  `<${focus}> ${path ? `${localName(path)} ` : ''}${reason}${value ? ` (${value.slice(0, 120)})` : ''} [${shapes}]`;
