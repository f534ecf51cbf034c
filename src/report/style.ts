import pc from 'picocolors';

/** How text is marked: with ANSI codes or not at all. */
export type Style = ReturnType<typeof pc.createColors>;

/** Colours on or off; who decides is the command line. */
export function createStyle(colors: boolean): Style {
  return pc.createColors(colors);
}
