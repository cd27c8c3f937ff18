// What client and server say to each other beyond LSP; the only file of the server that the client imports.
import { RequestType } from 'vscode-languageserver-protocol';

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
 * Words without which no YAML is a gateway's configuration: cheap to look for in every file that an editor opens, so that
 * the server starts only where it is needed. The dialects look closer.
 */
export const gatewayHint =
  /traefik|\b(routers|middlewares|entryPoints)\s*:|static_resources|virtual_hosts|type\.googleapis\.com\/envoy|spring\b|cloud\.gateway|apiVersion\s*:|\bnginx\b|proxy_pass|server_name|\baddHeaders\s*:|allowSnippetAnnotations|-snippet\b|_format_version|KONG_NGINX_|apisix|response-rewrite|global_rules|#END\s*$|apinto|apipark|eolinker|listen_urls|user_name|@router\b|\bdriver["']?\s*:/;
