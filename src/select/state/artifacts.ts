/** Plain data of an artifact, as `JSON.parse` gives it. */
export type Json = Readonly<Record<string, unknown>>;

/** The artifacts of `--state`, and this project's own in the same form. Unread ones are null. */
export interface StateArtifacts {
  /** folder as the user wrote it, for messages */
  readonly folder: string;
  /** `manifest.json` of then and of now */
  readonly manifest: Json | null;
  readonly currentManifest: () => Json;
  /** `run_results.json` of then */
  readonly results: Json | null;
  /** `sources.json` of then and of now */
  readonly sources: Json | null;
  readonly currentSources: Json | null;
}

/** A mapping inside an artifact; an empty one where there is none. */
export function mapping(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** A list of mappings inside an artifact. */
export function mappings(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(mapping) : [];
}
