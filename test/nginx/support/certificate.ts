import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const folder = '.cache/test-certificate';

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A self-made certificate for `localhost`, made once and kept in the cache: no private key is in the repository. */
export function testCertificate(): Certificate {
  if (!existsSync(join(folder, 'key.pem'))) make();
  return {
    certificate: readFileSync(join(folder, 'certificate.pem'), 'utf8'),
    key: readFileSync(join(folder, 'key.pem'), 'utf8'),
  };
}

function make(): void {
  mkdirSync('.cache', { recursive: true });
  const draft = mkdtempSync('.cache/certificate-');
  const run = spawnSync(
    'openssl',
    // prettier-ignore
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3650',
     '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,DNS:example.com,DNS:*.example.com',
     '-keyout', join(draft, 'key.pem'), '-out', join(draft, 'certificate.pem')],
    { encoding: 'utf8' },
  );
  if (run.status !== 0) {
    throw new Error(`openssl could not make the test certificate: ${run.error?.message ?? run.stderr}`);
  }
  try {
    // Test files run side by side; the first one to finish wins, and the files always appear together.
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
}
