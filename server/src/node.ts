// The language server as a process: `--node-ipc` for VS Code, `--stdio` for other editors.
import { createConnection } from 'vscode-languageserver/node';
import { createLinter, createServices, fixAllSafe, ruleCatalogue } from './core/index.ts';
import { diskFiles } from './lsp/disk-files.ts';
import { startServer } from './lsp/server.ts';

const connection = createConnection();
startServer(connection, {
  createLinter,
  createServices,
  fixAllSafe,
  ruleIds: ruleCatalogue().map(({ meta }) => meta.id),
  disk: diskFiles,
});
connection.listen();
