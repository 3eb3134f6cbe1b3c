export { border, redLinesCrossed } from './border.ts';
export { FORBIDS, inForce, NewRedLine, type Forbids, type NewRedLineInput, type RedLine } from './red-line.ts';
export { addRedLines, endRedLine, redLinesOf } from './red-line-store.ts';
