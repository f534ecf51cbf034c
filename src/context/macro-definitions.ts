import { blocksOf, type Macro, type MacroDefinition, macrosOf, type Template } from '../jinja/index.js';

/** What a file of macros defines: a macro, or a block that is called like one. */
export type NamedMacro = Pick<MacroDefinition, 'name' | 'line' | 'column' | 'parameters' | 'calls'> & {
  /** the text of the whole definition, with the blanks around it that its `{%-` and `-%}` take away, as dbt has it */
  readonly source: string;
  readonly macro: Macro;
  /** of a materialization; null: it is none */
  readonly supportedLanguages: readonly string[] | null;
};

/**
 * Everything in a file that goes by a macro's name, in the order of the file: macros, tests as `test_<name>` and
 * materializations as `materialization_<name>_<adapter>`, which are dbt's names for them.
 */
export function macroDefinitions(template: Template): readonly NamedMacro[] {
  const { text } = template.source;
  const macros = macrosOf(template).map((macro) => ({
    ...macro,
    source: wholeText(macro, text),
    supportedLanguages: null,
  }));
  const blocks = blocksOf(template).flatMap((block) => {
    const name = blockName(block);
    if (name === null) return [];
    const definition = { ...block, name, macro: block.toMacro(name), source: wholeText(block, text) };
    return block.tag === 'materialization'
      ? { ...definition, parameters: OF_MATERIALIZATIONS, supportedLanguages: languagesOf(block) }
      : { ...definition, supportedLanguages: null };
  });
  return [...macros, ...blocks].toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** dbt's text of a block; that of a file has no blanks around it. */
function wholeText({ start, end, source }: Pick<MacroDefinition, 'start' | 'end' | 'source'>, text: string): string {
  const before = source.startsWith('{%-') ? (/\s*$/.exec(text.slice(0, start))?.[0] ?? '') : '';
  const after = source.endsWith('-%}') ? (/^\s*/.exec(text.slice(end))?.[0] ?? '') : '';
  const first = before.length === start ? '' : before;
  return first + source + (end + after.length === text.length ? '' : after);
}

/** What dbt says that every materialization takes. */
const OF_MATERIALIZATIONS: NamedMacro['parameters'] = [{ name: 'supported_languages', hasDefault: true }];

/** What a materialization says of its languages: SQL alone, where it says nothing. */
function languagesOf({ options }: ReturnType<typeof blocksOf>[number]): readonly string[] {
  const said = options.get('supported_languages');
  return Array.isArray(said) ? said.filter((language) => typeof language === 'string') : ['sql'];
}

/** The adapter in the name of a materialization that is written for any. */
export const ANY_ADAPTER = 'default';

function blockName({ tag, name, options }: ReturnType<typeof blocksOf>[number]): string | null {
  if (tag === 'test' || tag === 'data_test') return `test_${name}`;
  if (tag !== 'materialization') return null;
  const adapter = options.get('adapter');
  return `materialization_${name}_${typeof adapter === 'string' ? adapter : ANY_ADAPTER}`;
}
