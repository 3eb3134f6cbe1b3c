import type { ApiResource } from '@biotope/node/contract';
import { Link } from 'react-router';
import type { FieldName, ResourceOfProposal } from '../../api/contract.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { IconDiffers, IconPartly, IconSame } from '../../look/icons.ts';
import { FieldValue } from '../../parts/field-value/field-value.tsx';
import { CategoryIcon } from '../../parts/kind-mark.tsx';
import { SourceLink } from '../../parts/source-link.tsx';

const FIELDS = ['title', 'kind', 'identifiers', 'homepage', 'provider', 'version', 'description'] as const satisfies FieldName[];

/** Two resources side by side, field by field, with what differs marked in a word and a sign. */
export function Comparison({ pair }: { pair: readonly [ResourceOfProposal, ResourceOfProposal] }) {
  const { t } = useWords();
  const said = FIELDS.filter((field) => pair.some((it) => isSaid(valueOf(it, field))));
  return (
    <table className="comparison">
      <thead>
        <tr>
          <th>
            <span className="visually-hidden">{t.curation.merge.field}</span>
          </th>
          {pair.map((it) => (
            <th key={it.id}>
              <CategoryIcon category={it.category} />{' '}
              <Link to={`/r/${it.id}`}>
                <Said of={it.title} />
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {said.map((field) => (
          <tr key={field}>
            <th scope="row">
              <span className="label">
                {t.fields[field]} <SamenessMark as={samenessOf(valueOf(pair[0], field), valueOf(pair[1], field))} />
              </span>
            </th>
            {pair.map((it) => (
              <td key={it.id}>
                {isSaid(valueOf(it, field)) ? (
                  field === 'provider' ? (
                    <Said of={it.provider} />
                  ) : (
                    <FieldValue field={field} value={valueOf(it, field)} />
                  )
                ) : (
                  <span className="quiet">{t.unknown}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{t.curation.merge.sources}</th>
          {pair.map((it) => (
            <td key={it.id}>
              <ul className="entries">
                {it.sources.map(({ source, title, record }) => (
                  <li key={`${source} ${record}`}>
                    <SourceLink source={source}>
                      <Said of={title} />
                    </SourceLink>{' '}
                    <code className="quiet">{record}</code>
                  </li>
                ))}
              </ul>
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{t.curation.merge.address}</th>
          {pair.map((it) => (
            <td key={it.id}>
              <code>/r/{it.id}</code>
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

const SIGNS = { same: IconSame, partly: IconPartly, differs: IconDiffers, oneSided: null } as const;
type Sameness = keyof typeof SIGNS;

function SamenessMark({ as }: { as: Sameness }) {
  const { t } = useWords();
  const Sign = SIGNS[as];
  return (
    <span className={as === 'differs' ? 'sameness differs' : 'sameness'}>
      {Sign && <Sign className="icon" size={14} stroke={2} aria-hidden />} {t.curation.merge.sameness[as]}
    </span>
  );
}

function samenessOf(a: unknown, b: unknown): Sameness {
  if (!isSaid(a) || !isSaid(b)) return 'oneSided';
  const [one, other] = [comparable(a), comparable(b)];
  if (JSON.stringify(one) === JSON.stringify(other)) return 'same';
  const entries = (value: unknown) => (Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : []);
  return entries(one).some((entry) => entries(other).includes(entry)) ? 'partly' : 'differs';
}

const valueOf = (it: ResourceOfProposal, field: (typeof FIELDS)[number]): unknown => (field === 'description' ? it.summary : it[field]);
const isSaid = (value: unknown) => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** Capitals, order of entries, and how an address begins and ends make no difference to a reader. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string')
    return value
      .trim()
      .toLowerCase()
      .replace(/^https?:\/\/(www\.)?/, '')
      .replace(/\/$/, '');
  if (Array.isArray(value)) return value.map(comparable).toSorted();
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, comparable(it)]);
  return value ?? null;
}

/** A resource as its page shows it, in the form in which two are compared. */
export const comparableResource = ({ id, category, kind, status, title, identifiers, homepage, provider, version, description, sources }: ApiResource): ResourceOfProposal => ({
  id,
  category,
  kind,
  status,
  title,
  identifiers,
  ...(homepage ? { homepage } : {}),
  ...(provider ? { provider: provider.name } : {}),
  ...(version ? { version } : {}),
  ...(description ? { summary: description } : {}),
  sources: sources.map(({ source, title: name, record }) => ({ source, title: name, record })),
});
