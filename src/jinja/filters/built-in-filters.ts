import type { NativeFunction } from '../values/native-function.js';
import { HTML_FILTERS } from './html-filters.js';
import { NUMBER_FILTERS } from './number-filters.js';
import { ORDER_FILTERS } from './order-filters.js';
import { SELECT_FILTERS } from './select-filters.js';
import { SEQUENCE_FILTERS } from './sequence-filters.js';
import { TEXT_FILTERS } from './text-filters.js';
import { VALUE_FILTERS } from './value-filters.js';
import { WORD_WRAP } from './wrap-filter.js';

/** The filters of Jinja2 3.1, except `urlize`. */
export const BUILT_IN_FILTERS: readonly NativeFunction[] = [
  ...HTML_FILTERS,
  ...NUMBER_FILTERS,
  ...ORDER_FILTERS,
  ...SELECT_FILTERS,
  ...SEQUENCE_FILTERS,
  ...TEXT_FILTERS,
  ...VALUE_FILTERS,
  WORD_WRAP,
];
