import type { ApiResource } from '@biotope/node/contract';
import type { FieldName } from '../../api/contract.ts';
import { inLanguage, useWords } from '../../language/use-words.tsx';

/** Who said this: quiet until asked. Fields that one record states in common are named together. */
export function SourceOf({ fields, resource }: { fields: readonly FieldName[]; resource: ApiResource }) {
  const { t, format, language } = useWords();
  const stated = fields.flatMap((field) => {
    const by = resource.provenance[field];
    return by ? [{ field, by }] : [];
  });
  if (stated.length === 0) return null;
  const titleOf = (source: string) => inLanguage(resource.sources.find((it) => it.source === source)?.title, language).text || source;
  const byRecord = Map.groupBy(stated, ({ by }) => `${by.source}\0${by.record}\0${format.isoDay(by.at)}`);
  return (
    <details className="source-of">
      <summary>{t.resource.saidBy}</summary>
      <ul>
        {[...byRecord].map(([key, [first, ...others]]) =>
          first ? (
            <li key={key}>
              {[first, ...others].map(({ field }) => t.fields[field]).join(language === 'zh' ? '、' : ', ')}: {t.resource.said(titleOf(first.by.source), first.by.record)},{' '}
              {t.resource.since(format.day(first.by.at))}
            </li>
          ) : null,
        )}
      </ul>
    </details>
  );
}
