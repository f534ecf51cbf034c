import { type FormTable, supportOf } from '../../../core/expression/form-table.js';
import { expressionRenderer } from '../../../core/expression/render.js';
import { comparisonForms } from './forms/comparisons.js';
import { numberForms } from './forms/numbers.js';
import { textForms } from './forms/texts.js';
import { timeForms } from './forms/times.js';
import { valueForms } from './forms/values.js';
import { columnLeaf, kindOf, literalLeaf } from './leaves.js';

/** What PostgreSQL evaluates like DuckDB, by form: the whitelist. */
const FORMS: FormTable = { ...comparisonForms, ...numberForms, ...textForms, ...timeForms, ...valueForms };

export const { pushdown, expression } = expressionRenderer({
  table: FORMS,
  column: columnLeaf,
  literal: literalLeaf,
  kindOf,
});

export const forms = supportOf(FORMS);
