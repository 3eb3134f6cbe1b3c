import type { LanguageMap } from '../../kernel/language-map.ts';

/** A kind of data, as stewards choose it and red lines name it. */
export interface DataCategoryEntry {
  name: string;
  label: LanguageMap;
  about: LanguageMap;
  /** Whether such data come from persons: then a sample is looked through for what identifies them. */
  personal: boolean;
}

const category = (name: string, personal: boolean, en: string, zh: string, aboutEn: string, aboutZh: string): DataCategoryEntry => ({
  name,
  personal,
  label: { en, zh },
  about: { en: aboutEn, zh: aboutZh },
});

/**
 * Kinds of data to choose from. A beginning, no limit: terms and red lines may name kinds of their own.
 * None of them forbids anything by itself; red lines do, and those are the operator's.
 */
export const DATA_CATEGORIES: readonly DataCategoryEntry[] = [
  category('unrestricted', false, 'No restricted kind', '不属于受限类别', 'Stated on purpose: the data belong to none of the kinds below.', '经确认，数据不属于以下任何类别。'),
  category(
    'human-genetic-resources',
    true,
    'Human genetic resource information',
    '人类遗传资源信息',
    'Information derived from human genetic material, such as genomes and gene expression, with what belongs to it.',
    '利用人类遗传资源材料产生的数据等信息，如基因组、基因表达及相关数据。',
  ),
  category(
    'identifiable-genomic-data',
    true,
    'Genomic data of identifiable persons',
    '可识别个人的基因组数据',
    'Sequences or genotypes of single persons, who can be recognised by them or by what stands beside them.',
    '个体水平的序列或基因型数据，可据此或结合其他信息识别个人。',
  ),
  category(
    'personal-health-information',
    true,
    'Personal health information',
    '个人健康医疗信息',
    'Diagnoses, treatments, examinations and other facts about the health of single persons.',
    '个人的诊断、治疗、检查及其他健康状况信息。',
  ),
  category(
    'pseudonymised-personal-data',
    true,
    'Pseudonymised personal data',
    '去标识化个人数据',
    'Data about single persons whose names were replaced by codes that somebody can resolve.',
    '个体水平数据，姓名等已由代码替换，但仍有人可以还原。',
  ),
  category(
    'rare-disease-small-groups',
    true,
    'Rare diseases and small groups',
    '罕见病与小规模人群',
    'Data about so few persons that the group itself may give them away.',
    '涉及人数极少，群体本身即可能暴露个人身份的数据。',
  ),
  category(
    'biometric-data',
    true,
    'Biometric data',
    '生物识别信息',
    'Faces, voices, fingerprints, irises and the like, by which a person is recognised.',
    '可用于识别个人的人脸、声纹、指纹、虹膜等信息。',
  ),
  category('data-of-minors', true, 'Data of minors', '未成年人数据', 'Data about persons under the age that the law of their country sets.', '涉及未达法定年龄者的个人数据。'),
  category(
    'important-data',
    false,
    'Important data',
    '重要数据',
    'Data that an authority has listed or declared as important, because their leak could harm security, the economy or public health.',
    '经主管部门列入目录或告知属于重要数据，一旦泄露可能危害国家安全、经济运行或公共健康。',
  ),
  category(
    'pathogens',
    false,
    'Pathogens of high consequence',
    '高致病性病原微生物',
    'Sequences, strains or methods of organisms whose misuse could cause an epidemic.',
    '一旦被滥用可能引发疫情的病原体的序列、毒株或实验方法。',
  ),
  category(
    'population-scale-genomics',
    true,
    'Population-scale genomic data',
    '大规模人群基因组数据',
    'Genomic data of many persons of one people, region or pedigree.',
    '涉及某一族群、特定区域或家系的大量人员的基因组数据。',
  ),
];

const known = new Map(DATA_CATEGORIES.map((entry) => [entry.name, entry]));

/** How a kind of data is called: its label where it is one of the list, else its name. */
export const categoryLabel = (name: string): LanguageMap => known.get(name)?.label ?? { en: name, zh: name };

/** Whether data of these kinds come from persons. A kind that is not of the list may; so may data of which no kind is stated. */
export const mayBePersonal = (names: readonly string[]): boolean => names.length === 0 || names.some((name) => known.get(name)?.personal ?? true);
