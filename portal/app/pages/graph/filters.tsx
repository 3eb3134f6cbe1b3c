import type { ApiNeighbourhood } from '@biotope/node/contract';
import { Form, useSearchParams, useSubmit } from 'react-router';
import type { Kind } from '../../api/contract.ts';
import { useWords } from '../../language/use-words.tsx';

/** Steps, way of linking and kind: a plain form; with scripts a choice takes effect at once. */
export function Filters({ graph }: { graph: ApiNeighbourhood }) {
  const { t, format } = useWords();
  const [search] = useSearchParams();
  const submit = useSubmit();
  const sum = (of: (it: ApiNeighbourhood['counts'][number]) => string) => {
    const counts = new Map<string, number>();
    for (const it of graph.counts) counts.set(of(it), (counts.get(of(it)) ?? 0) + it.count);
    return [...counts].toSorted(([, a], [, b]) => b - a);
  };
  const predicates = sum((it) => it.predicate);
  const kinds = sum((it) => it.sort).filter(([sort]) => sort in t.kinds);
  return (
    <Form method="get" className="graph-filters" key={search.toString()} onChange={(event) => void submit(event.currentTarget, { preventScrollReset: true })}>
      <label>
        <span className="small quiet">{t.graph.hops}</span>
        <select name="hops" defaultValue={search.get('hops') === '2' ? '2' : '1'}>
          <option>1</option>
          <option>2</option>
        </select>
      </label>
      <label>
        <span className="small quiet">{t.graph.predicate}</span>
        <select name="predicate" defaultValue={search.get('predicate') ?? ''}>
          <option value="">{t.graph.every}</option>
          {predicates.map(([name, count]) => (
            <option key={name} value={name}>{`${t.predicates[name as keyof typeof t.predicates].out} (${format.number(count)})`}</option>
          ))}
        </select>
      </label>
      <label>
        <span className="small quiet">{t.graph.kind}</span>
        <select name="kind" defaultValue={search.get('kind') ?? ''}>
          <option value="">{t.graph.every}</option>
          {kinds.map(([kind, count]) => (
            <option key={kind} value={kind}>{`${t.kinds[kind as Kind]} (${format.number(count)})`}</option>
          ))}
        </select>
      </label>
      <noscript>
        <button className="button" type="submit">
          {t.search.narrow}
        </button>
      </noscript>
    </Form>
  );
}
