import {
  DidChangeWatchedFilesNotification,
  type Connection,
  type FileSystemWatcher,
} from 'vscode-languageserver';
import type { Uri } from '../core/index.ts';
import { pathOfUri, uriOfPath } from '../core/index.ts';
import { debounced } from './debounced.ts';
import type { ClientSupport } from './support.ts';
import { isWithin } from './uris.ts';

/** Where nginx configuration usually stands. */
const usual: readonly string[] = [
  '**/*.{conf,nginx,vhost}',
  '**/{nginx,conf.d,sites-available,sites-enabled,snippets}/**',
];
const isUsual = /\.(conf|nginx|vhost)$|\/(nginx|conf\.d|sites-available|sites-enabled|snippets)\//;
/** Each watcher costs the client something; beyond this, a reopened file is read anew anyway. */
const mostWatchers = 200;
const settleMilliseconds = 500;

export interface Watch {
  /** A path or pattern whose changes matter. */
  readonly asked: (pattern: string, base: Uri) => void;
  readonly dispose: () => void;
}

/** Asks the client to tell of changes: at the usual places of the workspace, and wherever an `include` leads. */
export function watchFiles(
  connection: Connection,
  support: ClientSupport,
  roots: { readonly folders: () => readonly Uri[]; readonly all: () => readonly Uri[] },
): Watch {
  if (!support.registerWatchers) return { asked: () => undefined, dispose: () => undefined };
  const register = (watchers: readonly FileSystemWatcher[]): void => {
    connection.client
      .register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] })
      .catch(() => {
        // A client that refuses is one without watchers; the text on the screen is judged all the same.
      });
  };
  register(usual.map((globPattern) => ({ globPattern })));

  const known = new Set<string>();
  let waiting: FileSystemWatcher[] = [];
  const flush = debounced(settleMilliseconds, () => {
    register(waiting);
    waiting = [];
  });
  return {
    asked: (pattern, base) => {
      if (!support.relativePatterns || known.size >= mostWatchers) return;
      const folder = fixedFolder(pattern, base);
      const inFolders = roots.folders().some((root) => isWithin(root, folder));
      if (inFolders && isUsual.test(pattern)) return;
      if (!roots.all().some((root) => isWithin(root, folder))) return;
      const rest = editorGlob(pattern.split('/').slice(pathOfUri(folder).split('/').length).join('/'));
      const key = `${folder}\n${rest}`;
      if (known.has(key)) return;
      known.add(key);
      waiting.push({ globPattern: { baseUri: folder, pattern: rest } });
      flush.schedule();
    },
    dispose: () => {
      flush.cancel();
    },
  };
}

/** The folder of a pattern up to its first wildcard. */
function fixedFolder(pattern: string, base: Uri): Uri {
  const fixed = /^(?:\\.|[^*?[\\{])*/.exec(pattern)?.[0] ?? '';
  const folder = fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')));
  return uriOfPath(folder.replace(/\\(.)/g, '$1'), base);
}

/** Editors know no escapes; a bracket around a character takes it literally there too. */
function editorGlob(pattern: string): string {
  return pattern.replace(/\\(.)/g, '[$1]');
}
