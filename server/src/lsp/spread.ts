import type { Connection } from 'vscode-languageserver';
import type { Uri } from '../core/index.ts';
import { debounced } from './debounced.ts';
import { diagnose } from './features/diagnostics.ts';
import { describe } from './guard.ts';
import type { Session } from './session.ts';

/** Long enough for a burst of keystrokes to be one, short enough to feel immediate. */
const settleMilliseconds = 200;

/** Makes the editor's findings follow what changed: by asking it to pull again, or by publishing to it. */
export interface Spread {
  /** An open file has a new text, or was opened. */
  changed(uri: Uri): void;
  closed(uri: Uri, clientUri: string): void;
  /** Files that nobody has open changed. */
  changedOutside(uris: readonly Uri[]): void;
  /** Settings or folders changed: all is to be judged anew. */
  everything(): void;
  dispose(): void;
}

export function createSpread(connection: Connection, session: Session): Spread {
  const { support, documents, analysts } = session;
  /** Texts that changed since the editor was last told. */
  const changed = new Set<Uri>();
  /** Files that were judged together with those before the change; afterwards it may be others. */
  const affected = new Set<Uri>();
  let all = false;

  const note = (uri: Uri): void => {
    changed.add(uri);
    for (const dependent of analysts.dependents(uri)) affected.add(dependent);
    analysts.changed(uri);
    timer.schedule();
  };

  const publish = async (uri: Uri): Promise<void> => {
    const document = documents.get(uri);
    const diagnosed = document && (await diagnose(session, document.clientUri));
    if (document === undefined || diagnosed === undefined || documents.get(uri) === undefined) return;
    await connection.sendDiagnostics({
      uri: document.clientUri,
      version: diagnosed.version,
      diagnostics: diagnosed.items,
    });
  };

  const settle = async (): Promise<void> => {
    const edited = new Set(changed);
    const others = new Set(affected);
    const everyone = all;
    changed.clear();
    affected.clear();
    all = false;
    // Judged first: only then is it known with whom the new text stands together.
    for (const uri of edited) {
      const document = documents.get(uri);
      if (document !== undefined) await diagnose(session, document.clientUri);
      for (const dependent of analysts.dependents(uri)) others.add(dependent);
    }
    const open = documents.all().map(({ file }) => file.uri);
    if (!support.pull) {
      for (const uri of open) if (everyone || edited.has(uri) || others.has(uri)) await publish(uri);
      return;
    }
    // The editor itself asks again for a file that changed; but of two that did, the first may have come too early.
    const stale = open.filter(
      (uri) => everyone || (others.has(uri) && !(edited.size === 1 && edited.has(uri))),
    );
    if (stale.length > 0 && support.refresh) await connection.languages.diagnostics.refresh();
  };
  const failed = (error: unknown): void => {
    session.log(`Telling the editor of changes failed: ${describe(error)}`);
  };
  const timer = debounced(settleMilliseconds, () => {
    settle().catch(failed);
  });

  return {
    changed: note,
    closed: (uri, clientUri) => {
      note(uri);
      if (!support.pull) connection.sendDiagnostics({ uri: clientUri, diagnostics: [] }).catch(failed);
    },
    changedOutside: (uris) => {
      for (const uri of uris) note(uri);
      all = true;
    },
    everything: () => {
      all = true;
      timer.schedule();
    },
    dispose: timer.cancel,
  };
}
