import type { Linter, LinterOptions, Services, Settings, Uri, Workspace } from '../core/index.ts';

/** A linter with the services on top of it, for the files that share these settings. */
export interface Analyst {
  readonly settings: Settings;
  readonly linter: Linter;
  readonly services: Services;
}

export interface AnalystsOptions {
  readonly workspace: Workspace;
  readonly createLinter: (options: LinterOptions) => Linter;
  readonly createServices: (linter: Linter) => Services;
  readonly log: (message: string) => void;
}

/** One analyst per distinct settings: what is read and parsed is shared by all files that are judged alike. */
export interface Analysts {
  with(settings: Settings): Analyst;
  changed(uri: Uri): void;
  dependents(uri: Uri): readonly Uri[];
  /** The world changed in a way that is not about single files. */
  reset(): void;
}

export function createAnalysts({ workspace, createLinter, createServices, log }: AnalystsOptions): Analysts {
  const bySettings = new Map<string, Analyst>();
  return {
    with: (settings) => {
      const key = JSON.stringify(settings);
      const known = bySettings.get(key);
      if (known !== undefined) return known;
      const linter = createLinter({ workspace, settings, log });
      const analyst = { settings, linter, services: createServices(linter) };
      bySettings.set(key, analyst);
      return analyst;
    },
    changed: (uri) => {
      for (const { linter } of bySettings.values()) linter.changed(uri);
    },
    dependents: (uri) => [...bySettings.values()].flatMap(({ linter }) => linter.dependents(uri)),
    reset: () => {
      bySettings.clear();
    },
  };
}
