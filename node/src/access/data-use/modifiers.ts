import type { LanguageMap } from '../../kernel/language-map.ts';
import type { Facts, Finding } from './decide-use.ts';
import type { Purpose } from './purpose.ts';

type Judge = (values: string[], purpose: Purpose, facts: Facts) => Finding;

const met = (en: string, zh: string, obligation?: LanguageMap): Finding => ({ outcome: 'met', text: { en, zh }, ...(obligation ? { obligation } : {}) });
const notMet = (en: string, zh: string): Finding => ({ outcome: 'not-met', text: { en, zh } });
const people = (en: string, zh: string): Finding => ({ outcome: 'people', text: { en, zh } });

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^(www\.)?(ror\.org|orcid\.org)\//, '');

/** The purpose names one of the values; a restriction without values is for people to read. */
function oneOf(what: LanguageMap, given: (purpose: Purpose) => string | undefined): Judge {
  return (values, purpose) => {
    const { en, zh } = what as { en: string; zh: string };
    if (values.length === 0) return people(`The conditions do not say which ${en} the use is limited to; people must decide.`, `条件未指明限于哪个${zh}，须由人决定。`);
    const mine = given(purpose);
    if (mine === undefined)
      return notMet(`Use is limited to the ${en} ${values.join(', ')}, and the purpose names none.`, `使用限于${zh} ${values.join('、')}，而使用目的没有指明。`);
    return values.some((value) => folded(value) === folded(mine))
      ? met(`The ${en} ${mine} is among those approved.`, `${zh} ${mine} 在获准之列。`)
      : notMet(`The ${en} ${mine} is none of those approved.`, `${zh} ${mine} 不在获准之列。`);
  };
}

/** The asker undertakes something. */
function undertaking(promise: keyof Purpose['undertakes'], what: LanguageMap): Judge {
  const { en, zh } = what as { en: string; zh: string };
  return (_values, purpose) =>
    purpose.undertakes[promise] === true
      ? met(`The asker undertakes to ${en}.`, `申请者承诺${zh}。`, what)
      : notMet(`The asker must undertake to ${en}, and the purpose does not say so.`, `申请者须承诺${zh}，而使用目的未作此承诺。`);
}

const notForProfit: Judge = (_values, { organisationType }) =>
  organisationType === 'not-for-profit'
    ? met('The organisation is not for profit.', '机构为非营利机构。')
    : organisationType === 'for-profit'
      ? notMet('Use is limited to organisations not for profit.', '仅限非营利机构使用。')
      : notMet('Use is limited to organisations not for profit, and the purpose does not say what kind the organisation is.', '仅限非营利机构使用，而使用目的未说明机构性质。');

const nonCommercial: Judge = (_values, { commercial }) =>
  commercial === false
    ? met('The use is not commercial.', '用途为非商业用途。')
    : commercial
      ? notMet('Commercial use is not allowed.', '不允许商业用途。')
      : notMet('Commercial use is not allowed, and the purpose does not say that it is none.', '不允许商业用途，而使用目的未说明为非商业用途。');

const prohibited =
  (use: Purpose['uses'][number], en: string, zh: string): Judge =>
  (_values, { uses }) =>
    uses.includes(use) ? notMet(`${en} is prohibited.`, `禁止${zh}。`) : met(`The purpose holds no ${en.toLowerCase()}.`, `使用目的不含${zh}。`);

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What each modifier asks for, by shorthand. */
export const MODIFIERS: Record<string, Judge> = {
  RS: (values, { researchTypes }) => {
    if (values.length === 0) return people('The conditions do not say which kind of study the use is limited to; people must decide.', '条件未指明限于何种研究类型，须由人决定。');
    if (researchTypes.length === 0)
      return notMet(
        `Use is limited to studies of the kind ${values.join(', ')}, and the purpose names no kind.`,
        `使用限于 ${values.join('、')} 类研究，而使用目的没有指明研究类型。`,
      );
    const allowed = new Set(values.map(folded));
    const outside = researchTypes.filter((type) => !allowed.has(folded(type)));
    if (outside.length === 0) return met(`The study is of the kind ${researchTypes.join(', ')}.`, `研究类型为 ${researchTypes.join('、')}。`);
    return people(
      `Use is limited to studies of the kind ${values.join(', ')}; whether ${outside.join(', ')} is one, people must decide.`,
      `使用限于 ${values.join('、')} 类研究；${outside.join('、')} 是否属于其中，须由人决定。`,
    );
  },
  NMDS: prohibited('methods', 'Research on methods', '方法学研究'),
  NPOA: prohibited('ancestry', 'Research on population origins or ancestry', '人群起源或祖源研究'),
  GSO: (_values, { uses }) =>
    uses.includes('genetic')
      ? met('The study is genetic.', '研究为遗传学研究。')
      : notMet('Use is limited to genetic studies, and the purpose is not stated to be one.', '仅限遗传学研究，而使用目的未说明属于遗传学研究。'),
  NPU: notForProfit,
  NCU: nonCommercial,
  NPUNCU: (values, purpose, facts) => {
    const findings = [notForProfit(values, purpose, facts), nonCommercial(values, purpose, facts)];
    return findings.find(({ outcome }) => outcome !== 'met') ?? met('The organisation is not for profit and the use is not commercial.', '机构为非营利机构，用途为非商业用途。');
  },
  PUB: undertaking('publish', { en: 'make the results available to the scientific community', zh: '向学术界公开研究结果' }),
  COL: undertaking('collaborate', { en: 'collaborate with the primary investigators', zh: '与原研究者合作' }),
  RTN: undertaking('returnResults', { en: 'return derived data to the database', zh: '将衍生数据回交数据库' }),
  IRB: (_values, { ethicsApproval }, { now }) => {
    if (!ethicsApproval) return notMet('Ethics approval must be shown, and the purpose names none.', '须出示伦理批准，而使用目的未提供。');
    if (ethicsApproval.until && ethicsApproval.until < now.toISOString().slice(0, 10))
      return notMet(
        `The ethics approval ${ethicsApproval.reference} ended on ${ethicsApproval.until}.`,
        `伦理批准 ${ethicsApproval.reference} 已于 ${ethicsApproval.until} 到期。`,
      );
    return met(`Ethics approval ${ethicsApproval.reference} is shown.`, `已提供伦理批准 ${ethicsApproval.reference}。`);
  },
  GS: (values, { countries }, { ancestors }) => {
    if (values.length === 0) return people('The conditions do not say which region the use is limited to; people must decide.', '条件未指明限于哪个地域，须由人决定。');
    if (countries.length === 0)
      return notMet(`Use is limited to ${values.join(', ')}, and the purpose does not say where the data are used.`, `使用限于 ${values.join('、')}，而使用目的未说明在何处使用。`);
    const allowed = new Set(values.map(folded));
    const outside = countries.filter((country) => ![country, ...ancestors(country)].some((it) => allowed.has(folded(it))));
    return outside.length === 0
      ? met(`The data are used in ${countries.join(', ')}.`, `数据在 ${countries.join('、')} 使用。`)
      : notMet(`${outside.join(', ')} lies outside ${values.join(', ')}.`, `${outside.join('、')} 不在 ${values.join('、')} 范围内。`);
  },
  MOR: (values, { publishNotBefore }, { now }) => {
    const until = values.find((value) => DAY.test(value));
    if (!until) return people('The conditions do not say until which day nothing may be published; people must decide.', '条件未指明发表禁期的截止日期，须由人决定。');
    if (until <= now.toISOString().slice(0, 10)) return met(`The moratorium on publication ended on ${until}.`, `发表禁期已于 ${until} 结束。`);
    if (publishNotBefore !== undefined && publishNotBefore >= until)
      return met(`Nothing is published before ${publishNotBefore}.`, `${publishNotBefore} 之前不发表。`, { en: `publish nothing before ${until}`, zh: `${until} 之前不发表结果` });
    return notMet(
      publishNotBefore
        ? `Nothing may be published before ${until}; the purpose plans to from ${publishNotBefore}.`
        : `Nothing may be published before ${until}, and the asker does not undertake to wait.`,
      publishNotBefore ? `${until} 之前不得发表，而使用目的计划自 ${publishNotBefore} 起发表。` : `${until} 之前不得发表，而申请者未作此承诺。`,
    );
  },
  TS: (values, { months }) => {
    const limit = values.map(Number).find((value) => value > 0);
    if (limit === undefined) return people('The conditions do not say how many months the use is limited to; people must decide.', '条件未指明使用期限的月数，须由人决定。');
    if (months !== undefined && months > limit)
      return notMet(`Use is limited to ${limit} months; the purpose asks for ${months}.`, `使用期限为 ${limit} 个月，而使用目的申请 ${months} 个月。`);
    if (months === undefined)
      return notMet(`Use is limited to ${limit} months, and the purpose does not say for how long.`, `使用期限为 ${limit} 个月，而使用目的未说明使用多久。`);
    return met(`The ${months} months asked for lie within the limit of ${limit}.`, `申请的 ${months} 个月在 ${limit} 个月的期限之内。`, {
      en: `stop using the data after ${months} months`,
      zh: `${months} 个月后停止使用数据`,
    });
  },
  US: oneOf({ en: 'user', zh: '使用者' }, ({ user }) => user),
  PS: oneOf({ en: 'project', zh: '项目' }, ({ project }) => project),
  IS: oneOf({ en: 'institution', zh: '机构' }, ({ institution }) => institution),
  CC: (_values, { uses }) =>
    uses.includes('clinical-care') ? met('Clinical care is allowed.', '允许用于临床诊疗。') : met('Clinical care is allowed beside research.', '除研究外亦允许用于临床诊疗。'),
};
