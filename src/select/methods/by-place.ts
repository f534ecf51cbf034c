import { matchesGlob } from '../glob.js';
import type { Method } from './method.js';

/** A folder stands for all that is in it. */
export const path: Method = (value) => {
  const wanted = value.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  return (node) => {
    const parts = node.path.split('/');
    return parts.some((_, i) => matchesGlob(parts.slice(0, i + 1).join('/'), wanted, '/'));
  };
};

/** A file's name, with or without its extension. */
export const file: Method = (value) => (node) => {
  const name = node.path.split('/').at(-1)!;
  return matchesGlob(name, value) || matchesGlob(name.replace(/\.[^.]*$/, ''), value);
};
