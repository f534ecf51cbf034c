import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { create } from 'tar';
import { parse } from 'yaml';

/** Files of a folder, by path. */
export type Files = Readonly<Record<string, string>>;

/** Versions of packages by name: their files. */
export type Published = Readonly<Record<string, Readonly<Record<string, Files>>>>;

export interface PackageServer {
  readonly address: string;
  /** paths asked for so far */
  readonly asked: string[];
  close(): Promise<void>;
}

/**
 * A real HTTP server that speaks as the package index does, over archives made of `published`. `moved` names packages
 * that go on under another name.
 */
export async function packageServer(
  directory: string,
  published: Published,
  moved: Readonly<Record<string, string>> = {},
): Promise<PackageServer> {
  const asked: string[] = [];
  const answers = new Map<string, Buffer | string>();
  let address = '';
  const server = createServer((request, response) => {
    asked.push(request.url!);
    const answer = answers.get(request.url!);
    response.statusCode = answer === undefined ? 404 : 200;
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const [name, versions] of Object.entries(published)) {
    const entries: Record<string, unknown> = {};
    for (const [version, files] of Object.entries(versions)) {
      const folder = join(directory, name, version);
      await writeFiles(join(folder, 'archive-root'), files);
      await create({ gzip: true, cwd: folder, file: join(folder, 'x.tar.gz') }, ['archive-root']);
      answers.set(`/${name}/${version}.tar.gz`, await readFile(join(folder, 'x.tar.gz')));
      const needed = parse(files['packages.yml'] ?? files['dependencies.yml'] ?? '{}') as { packages?: unknown };
      entries[version] = {
        name: name.split('/')[1],
        version,
        packages: needed.packages ?? [],
        downloads: { tarball: `${address}/${name}/${version}.tar.gz` },
        require_dbt_version: parse(files['dbt_project.yml']!)['require-dbt-version'] ?? [],
      };
    }
    const [namespace, own] = name.split('/');
    const [redirectnamespace, redirectname] = moved[name]?.split('/') ?? [];
    const redirect = redirectname === undefined ? {} : { redirectnamespace, redirectname };
    answers.set(`/api/v1/${name}.json`, JSON.stringify({ namespace, name: own, ...redirect, versions: entries }));
  }
  answers.set('/api/v1/index.json', JSON.stringify(Object.keys(published)));
  return { address, asked, close: () => new Promise((resolve) => void server.close(() => resolve())) };
}

export async function writeFiles(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
