import type { Check } from '../../../access/certificates/index.ts';
import { categoryLabel, mayBePersonal, type Terms } from '../../../access/terms/index.ts';
import { inLanguage } from '../../../kernel/language-map.ts';
import type { Looked } from '../sample/look-through.ts';
import { SMALLEST_CELL } from '../sample/small-cells.ts';
import { both, CHECKS, fails, passes, unknown } from './check.ts';

/** What the safety checks look at: what the steward wrote down, and the sample handed in, if one was. */
export interface Safety {
  terms: Pick<Terms, 'dataCategories' | 'ethics'>;
  looked?: Looked | undefined;
  now: Date;
}

/** The safety checks: may others be let see that it exists, and what it holds. */
export const safetyChecks = (it: Safety): Check[] => [kinds(it), directIdentifiers(it), smallCells(it), references(it)];

const NOBODY = both('Data of the kinds stated come from no single persons.', '所述类别的数据不涉及个人。');

function kinds({ terms: { dataCategories } }: Safety): Check {
  if (dataCategories.length === 0)
    return fails(
      CHECKS.kinds,
      both('Nothing says what kinds of data it holds, so no red line and no border can be judged.', '未说明包含何种数据，无法判断红线和出境规则。'),
      both('State the kinds of data in its terms; there is one for data of no restricted kind.', '请在使用条款中说明数据类别；若不属于任何受限类别，也请注明。'),
    );
  const restricted = dataCategories.filter((name) => name !== 'unrestricted');
  if (restricted.length > 0 && restricted.length < dataCategories.length)
    return fails(
      CHECKS.kinds,
      both('It is stated to be of no restricted kind, and of one.', '同时注明了“不属于受限类别”与受限类别。'),
      both('Remove one of the two.', '请删除其中之一。'),
      restricted.map((name) => ({ where: 'dataCategories', found: categoryLabel(name) })),
    );
  return passes(
    CHECKS.kinds,
    both('Its terms say what kinds of data it holds.', '使用条款已说明数据类别。'),
    dataCategories.map((name) => ({ where: 'dataCategories', found: categoryLabel(name) })),
  );
}

const HAND_IN = both('Hand in the table, or sign for it with a reason.', '请提交数据表，或说明理由后签署。');

function directIdentifiers({ terms, looked }: Safety): Check {
  if (!looked)
    return mayBePersonal(terms.dataCategories)
      ? unknown(CHECKS.direct, both('No table was handed in to look through.', '没有提交可供检查的数据表。'), HAND_IN)
      : passes(CHECKS.direct, NOBODY);
  if (looked.suspects.length > 0)
    return fails(
      CHECKS.direct,
      both(`${looked.suspects.length} findings point at single persons.`, `发现 ${looked.suspects.length} 处指向个人的内容。`),
      both(
        'Remove these columns, or replace their values by codes, shortened dates and shortened postal codes; then hand the table in again.',
        '请删除这些列，或以代码、年份、邮政编码前几位代替，然后重新提交。',
      ),
      looked.suspects.map(({ column, what, cells, firstLine }) => ({
        where: column,
        found: both(`${inLanguage(what, 'en')}: ${cells} cells, first in line ${firstLine}`, `${inLanguage(what, 'zh')}：${cells} 个单元格，首见于第 ${firstLine} 行`),
      })),
    );
  return passes(
    CHECKS.direct,
    both(
      `No column of ${looked.columns} in ${looked.rows} rows is named as, or looks like, what points at one person. A machine sees the forms it knows.`,
      `${looked.rows} 行、${looked.columns} 列中，没有列名或内容形式指向个人。机器只能识别已知的形式。`,
    ),
  );
}

function smallCells({ terms, looked }: Safety): Check {
  if (!looked)
    return mayBePersonal(terms.dataCategories)
      ? unknown(CHECKS.cells, both('No table was handed in to count in.', '没有提交可供统计的数据表。'), HAND_IN)
      : passes(CHECKS.cells, NOBODY);
  if (!looked.cells)
    return mayBePersonal(terms.dataCategories)
      ? unknown(
          CHECKS.cells,
          both('No column is recognised that tells persons apart together with others (such as age, sex, place).', '未识别出可组合区分个人的列（如年龄、性别、地点）。'),
          both('Name such columns, or sign that there are none.', '请指明这些列，或签署确认没有。'),
        )
      : passes(CHECKS.cells, NOBODY);
  const { columns, count } = looked.cells;
  const evidence = [
    {
      where: columns.join(', '),
      found: both(
        `${count.cells}${count.complete ? '' : ' or more'} combinations in ${count.rows} rows, ${count.small} of them in fewer than ${SMALLEST_CELL}; the smallest in ${count.smallest}`,
        `${count.rows} 行中有 ${count.cells}${count.complete ? '' : ' 种以上'} 种组合，其中 ${count.small} 种少于 ${SMALLEST_CELL} 行，最小的为 ${count.smallest} 行`,
      ),
    },
  ];
  if (count.small > 0 || count.rows === 0)
    return fails(
      CHECKS.cells,
      both(`Some combinations of these columns are shared by fewer than ${SMALLEST_CELL} rows.`, `这些列的某些组合只出现在少于 ${SMALLEST_CELL} 行中。`),
      both('Make the values coarser (age groups, regions, years), or leave out what is rare.', '请使取值更粗（年龄段、地区、年份），或删去罕见的记录。'),
      evidence,
    );
  if (!count.complete)
    return unknown(
      CHECKS.cells,
      both('There are more combinations than are counted here.', '组合数量超出此处可统计的范围。'),
      both('Name fewer columns, or make their values coarser.', '请减少列数，或使取值更粗。'),
      evidence,
    );
  return passes(
    CHECKS.cells,
    both(`Every combination of these columns is shared by at least ${SMALLEST_CELL} rows.`, `这些列的每种组合至少出现在 ${SMALLEST_CELL} 行中。`),
    evidence,
  );
}

function references({ terms: { dataCategories, ethics }, now }: Safety): Check {
  if (!mayBePersonal(dataCategories)) return passes(CHECKS.references, NOBODY);
  const today = now.toISOString().slice(0, 10);
  const valid = ethics.filter(({ until }) => until === undefined || until >= today);
  const has = (type: string) => valid.some((it) => it.type === type);
  // Who may read the report may read the references: stewards.
  const evidence = ethics.map(({ type, reference, until }) => ({
    where: type,
    found: both(`${reference}${until ? `, until ${until}` : ''}`, `${reference}${until ? `，至 ${until}` : ''}`),
  }));
  if (has('exemption') || (has('approval') && has('consent')))
    return passes(CHECKS.references, both('Consent and ethics approval, or why none is needed, are referred to.', '已注明知情同意与伦理批准，或无须的理由。'), evidence);
  const missing = (['approval', 'consent'] as const).filter((type) => !has(type));
  return fails(
    CHECKS.references,
    both(
      `No valid reference to ${missing.map((type) => ({ approval: 'an ethics approval', consent: 'the consent of the persons' })[type]).join(' and ')}.`,
      `缺少有效的${missing.map((type) => ({ approval: '伦理批准', consent: '知情同意' })[type]).join('与')}编号。`,
    ),
    both('Add the references to its terms, or the exemption.', '请在使用条款中补充编号，或注明豁免。'),
    evidence,
  );
}
