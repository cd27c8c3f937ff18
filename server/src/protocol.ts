// What client and server say to each other beyond LSP; the only file of the server that the client imports.
import { RequestType } from 'vscode-languageserver-protocol';
import { gatewayHints } from './core/generated/gateway-hints.ts';

/** The client's `initializationOptions`. A client that does not send them is asked standard LSP only. */
export interface InitializationOptions {
  /** True where the client answers the requests of this file. */
  readonly files: boolean;
}

export interface FileParams {
  readonly uri: string;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory';
  /** True where a symbolic link leads there. */
  readonly link: boolean;
}

/**
 * Reads through the editor's own file systems, so that remote and virtual folders work as the disk does.
 * The text of a file; `null` where there is none, or it is too large to be configuration.
 */
export const readFileRequest = new RequestType<FileParams, string | null, void>('gatewayLint/readFile');

/** The entries of a folder; none where it cannot be read. */
export const readDirectoryRequest = new RequestType<FileParams, readonly DirectoryEntry[], void>(
  'gatewayLint/readDirectory',
);

/**
 * Whether a text may be a gateway's configuration in YAML: cheap to ask of every file that an editor opens, so that the
 * server starts only where it is needed. The dialects look closer.
 */
export function mayBeGateway(text: string): boolean {
  return gatewayHints.some((hint) => hint.test(text));
}
