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
    const edited = [...changed];
    const others = new Set(affected);
    const everyone = all;
    changed.clear();
    affected.clear();
    all = false;
    for (const uri of edited) {
      const document = documents.get(uri);
      if (document === undefined) continue;
      if (support.pull) await diagnose(session, document.clientUri);
      else await publish(uri);
      for (const dependent of analysts.dependents(uri)) others.add(dependent);
    }
    const stale = documents
      .all()
      .map(({ file }) => file.uri)
      .filter((uri) => !edited.includes(uri) && (everyone || others.has(uri)));
    if (stale.length === 0 && !everyone) return;
    if (!support.pull)
      for (const uri of documents.all().map(({ file }) => file.uri)) {
        if (everyone || stale.includes(uri)) await publish(uri);
      }
    else if (support.refresh) await connection.languages.diagnostics.refresh();
  };
  const timer = debounced(settleMilliseconds, () => {
    settle().catch((error: unknown) => {
      session.log(`Telling the editor of changes failed: ${describe(error)}`);
    });
  });

  return {
    changed: note,
    closed: (uri, clientUri) => {
      note(uri);
      if (!support.pull) void connection.sendDiagnostics({ uri: clientUri, diagnostics: [] });
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
