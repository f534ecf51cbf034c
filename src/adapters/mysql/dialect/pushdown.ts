import { type FormTable, supportOf } from '../../../core/expression/form-table.js';
import { expressionRenderer } from '../../../core/expression/render.js';
import { comparisonForms } from './forms/comparisons.js';
import { numberForms } from './forms/numbers.js';
import { textForms } from './forms/texts.js';
import { timeForms } from './forms/times.js';
import { valueForms } from './forms/values.js';
import { columnLeaf, kindOf, literalLeaf, utf8Bytes } from './leaves.js';

/** What MySQL and MariaDB evaluate like DuckDB, by form: the whitelist. */
const FORMS: FormTable = { ...comparisonForms, ...numberForms, ...textForms, ...timeForms, ...valueForms };

export const { pushdown, expression } = expressionRenderer({
  table: FORMS,
  column: columnLeaf,
  literal: literalLeaf,
  kindOf,
  // Texts of two character sets or collations may not stand in one CASE.
  branch: (operand) => (/text$/.test(operand.kind) ? utf8Bytes(operand) : operand.sql),
});

export const forms = supportOf(FORMS);
