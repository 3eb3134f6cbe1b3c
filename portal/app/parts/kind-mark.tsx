import type { Category, Kind, Status } from '../api/contract.ts';
import { useWords } from '../language/use-words.tsx';
import { IconCompute, IconData, IconKnowledge, IconOther, IconStandard, IconTool, IconTraining } from '../look/icons.ts';

const ICONS: Record<Category, typeof IconData> = {
  data: IconData,
  compute: IconCompute,
  tool: IconTool,
  training: IconTraining,
  knowledge: IconKnowledge,
  standard: IconStandard,
  other: IconOther,
};

/** A category's icon in its colour. It always stands beside a word, so it says nothing to a screen reader. */
export function CategoryIcon({ category, size = 16 }: { category: Category; size?: number }) {
  const Icon = ICONS[category];
  return <Icon className={`icon category-icon c-${category}`} size={size} stroke={1.7} aria-hidden />;
}

export function KindMark({ category, kind }: { category: Category; kind: Kind }) {
  const { t } = useWords();
  return (
    <span className={`kind c-${category}`}>
      <CategoryIcon category={category} />
      {t.kinds[kind]}
    </span>
  );
}

/** A status worth a word: what is published needs none. */
export function StatusMark({ status }: { status: Status }) {
  const { t } = useWords();
  return status === 'published' ? null : <span className="status">{t.statuses[status]}</span>;
}
