import { asksForNothing, type Gate, type Terms } from '../terms/index.ts';
import { inForce, type RedLine } from './red-line.ts';

type DataStanding = Pick<Terms, 'dataCategories' | 'country'>;

/** Whether a red line speaks of these data at all: their kind, and the country whose rule it is. */
const touches = ({ dataCategory, country }: Pick<RedLine, 'dataCategory' | 'country'>, terms: DataStanding): boolean =>
  terms.dataCategories.includes(dataCategory) && (country === undefined || terms.country === undefined || terms.country === country);

export interface Move {
  action: 'use' | 'export';
  /** Where the data are used or go: ISO 3166-1 alpha-2. */
  destination?: string | undefined;
}

/** The red lines in force that forbid this, whoever says yes. A place that is not stated may be any. */
export function redLinesCrossed(terms: DataStanding, { action, destination }: Move, redLines: readonly RedLine[], now: Date): RedLine[] {
  return redLines.filter((line) => {
    if (!inForce(line, now) || !touches(line, terms)) return false;
    if (line.forbids === 'sharing') return true;
    if (line.forbids === 'export') return action === 'export';
    return destination === undefined || destination !== line.country;
  });
}

/** The next instant at which a red line on these data begins or ends. */
function nextRedLineChange(terms: DataStanding, redLines: readonly RedLine[], now: Date): Date | undefined {
  const instants = redLines.filter((line) => touches(line, terms)).flatMap(({ from, until }) => [from, ...(until ? [until] : [])]);
  return instants.filter((at) => at > now).toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/**
 * May data of these terms go to this country? The destination and the kind of data are part of every such decision: an
 * export that names no destination is refused, and so is one across a border of data that stand under conditions while
 * nobody has stated their kind.
 */
export function border(
  terms: Pick<Terms, 'dataCategories' | 'country' | 'conditions' | 'reviews' | 'agreement'>,
  destination: string | undefined,
  redLines: readonly RedLine[],
  now: Date,
): Gate & { redLines: RedLine[] } {
  const crossed = redLinesCrossed(terms, { action: 'export', destination }, redLines, now);
  const until = nextRedLineChange(terms, redLines, now);
  const clock = until ? { until } : {};
  if (destination === undefined)
    return {
      forbids: true,
      text: { en: 'An export names the country the data go to, and this one names none.', zh: '数据导出须指明目的地国家或地区，而此次未指明。' },
      redLines: crossed,
      ...clock,
    };
  const [line] = crossed;
  if (line)
    return {
      forbids: true,
      text: {
        en: `${line.title['en']} (${line.source.title}, ${line.source.date}) forbids that these data ${line.forbids === 'sharing' ? 'are shared' : line.forbids === 'export' ? 'are exported' : `leave ${line.country}`}.`,
        zh: `“${line.title['zh']}”（${line.source.title}，${line.source.date}）禁止${line.forbids === 'sharing' ? '共享此类数据' : line.forbids === 'export' ? '导出此类数据' : `此类数据离开 ${line.country}`}。`,
      },
      redLines: crossed,
      ...clock,
    };
  const within = terms.country !== undefined && terms.country === destination;
  if (!within && terms.dataCategories.length === 0 && !asksForNothing(terms))
    return {
      forbids: true,
      text: {
        en: 'The data stand under conditions and nothing says what kind they are, so nobody can tell whether they may cross a border. Their steward states the kind.',
        zh: '数据附有使用条件，但未说明属于何种类别，无从判断能否出境。须由数据管理员说明其类别。',
      },
      redLines: [],
      ...clock,
    };
  return {
    forbids: false,
    text: within
      ? { en: `The data stay in ${destination}.`, zh: `数据仍在 ${destination} 境内。` }
      : { en: `No rule of this node forbids that these data go to ${destination}.`, zh: `本节点没有规则禁止此数据前往 ${destination}。` },
    redLines: [],
    ...clock,
  };
}
