import { DvtError } from '../../../core/errors.js';

/** The npm package that brings SQLite: the API of `node:sqlite`, with native builds for Node 20 and later inside. */
export const CLIENT_PACKAGE = '@photostructure/sqlite';

/** The client's module. Throws a DvtError that says what to install. */
export async function loadClient(): Promise<typeof import('@photostructure/sqlite')> {
  try {
    return await import('@photostructure/sqlite');
  } catch (cause) {
    throw new DvtError(
      {
        code: 'DVT4401',
        message: `SQLite needs the package ${CLIENT_PACKAGE}, which cannot be loaded`,
        hint: `Install ${CLIENT_PACKAGE}: npm install ${CLIENT_PACKAGE}`,
      },
      { cause },
    );
  }
}
