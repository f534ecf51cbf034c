import { Macro } from '../jinja/index.js';

/** The macro, which tells `used` when a template calls it itself; calls by other macros are not told of, as in dbt. */
export function trackedMacro(macro: Macro, used: () => void): Macro {
  return new Macro(macro.name, macro.parameters, (positional, named, context) => {
    if (context.macros().length === 0) used();
    return macro.run(positional, named, context);
  });
}
