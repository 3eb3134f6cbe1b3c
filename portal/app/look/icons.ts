/**
 * Icons, one file each so that no other is ever read or sent. A category's icon is the same in lists, facets and graph.
 */
export { default as IconData } from '@tabler/icons-react/dist/esm/icons/IconDatabase.mjs';
export { default as IconCompute } from '@tabler/icons-react/dist/esm/icons/IconCpu.mjs';
export { default as IconTool } from '@tabler/icons-react/dist/esm/icons/IconTool.mjs';
export { default as IconTraining } from '@tabler/icons-react/dist/esm/icons/IconSchool.mjs';
export { default as IconKnowledge } from '@tabler/icons-react/dist/esm/icons/IconBook2.mjs';
export { default as IconStandard } from '@tabler/icons-react/dist/esm/icons/IconRulerMeasure.mjs';
export { default as IconOther } from '@tabler/icons-react/dist/esm/icons/IconMicroscope.mjs';
export { default as IconTerm } from '@tabler/icons-react/dist/esm/icons/IconTag.mjs';
export { default as IconOrganisation } from '@tabler/icons-react/dist/esm/icons/IconBuilding.mjs';
export { default as IconSearch } from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
export { default as IconCopy } from '@tabler/icons-react/dist/esm/icons/IconCopy.mjs';
export { default as IconCheck } from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
export { default as IconX } from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
export { default as IconSun } from '@tabler/icons-react/dist/esm/icons/IconSun.mjs';
export { default as IconMoon } from '@tabler/icons-react/dist/esm/icons/IconMoon.mjs';
export { default as IconAuto } from '@tabler/icons-react/dist/esm/icons/IconBrightnessHalf.mjs';
export { default as IconExternal } from '@tabler/icons-react/dist/esm/icons/IconExternalLink.mjs';
export { default as IconNext } from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
export { default as IconBack } from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
export { default as IconDown } from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs';
export { default as IconGraph } from '@tabler/icons-react/dist/esm/icons/IconAffiliate.mjs';
export { default as IconPlus } from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
export { default as IconMinus } from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
export { default as IconFit } from '@tabler/icons-react/dist/esm/icons/IconFocusCentered.mjs';
export { default as IconFullScreen } from '@tabler/icons-react/dist/esm/icons/IconMaximize.mjs';
