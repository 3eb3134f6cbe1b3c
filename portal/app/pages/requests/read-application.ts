import { written } from '../../api/send.ts';
import type { Application } from './shapes.ts';

const list = (form: FormData, name: string): string[] =>
  (written(form, name) ?? '')
    .split(/[,，、;；\n]/)
    .map((it) => it.trim())
    .filter(Boolean);
export const lines = (form: FormData, name: string): string[] =>
  (written(form, name) ?? '')
    .split('\n')
    .map((it) => it.trim())
    .filter(Boolean);
const ticked = (form: FormData, name: string, value: string) => form.getAll(name).includes(value);
const set = (given: object): object => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** What the form of a request says, as the API takes it. What was left empty is not said. */
export function readApplication(form: FormData): Application {
  const months = Number(written(form, 'months'));
  const commercial = written(form, 'commercial');
  const reference = written(form, 'reference');
  const taken = ticked(form, 'actions', 'resource:export');
  return set({
    purpose: set({
      title: written(form, 'title'),
      uses: form.getAll('uses').map(String),
      diseases: list(form, 'diseases'),
      researchTypes: list(form, 'researchTypes'),
      countries: list(form, 'countries'),
      institution: written(form, 'institution'),
      project: written(form, 'project'),
      organisationType: written(form, 'organisationType'),
      commercial: commercial === undefined ? undefined : commercial === 'yes',
      months: months > 0 ? months : undefined,
      ethicsApproval: reference ? set({ reference, by: written(form, 'approvedBy'), until: written(form, 'approvedUntil') }) : undefined,
      undertakes: Object.fromEntries(form.getAll('undertakes').map((it) => [String(it), true])),
    }),
    justification: written(form, 'justification') ?? '',
    actions: taken ? ['resource:use', 'resource:export'] : ['resource:use'],
    destination: taken ? written(form, 'destination')?.toUpperCase() : undefined,
  }) as Application;
}
