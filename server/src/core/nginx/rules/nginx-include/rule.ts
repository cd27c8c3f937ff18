import type { RuleMeta } from '../../../model/rule.ts';

export const meta = {
  id: 'nginx-include',
  since: '0.1.0',
  severity: 'error',
  summary: 'An include that leads nowhere, to a folder, or in a circle.',
  messages: {
    missing:
      '"{path}" does not exist here, so nginx refuses the whole configuration. Create the file, or mend the path.',
    unseen:
      '"{path}" is outside of what can be read here, so what it sets is not known. Map its folder with gatewayLint.nginx.pathMap if the workspace has it.',
    unmounted: '"{path}" stands in no file here, so what it sets is not known. Check what it holds.',
    baseless:
      '"{path}" was not found, so what it sets is not known: nginx looks for it from the directory of the main file, and no main file here includes this one.',
    directory:
      '"{path}" leads to a folder, which nginx cannot read, so it refuses the whole configuration. Name the files in it, as "conf.d/*.conf" does.',
    cycle:
      '"{path}" leads back to a file from which it is read: nginx goes round until it has no more files to open, or crashes before, and serves nothing.',
    depth: '"{path}" stands more than 30 includes deep: what it brings in was not judged.',
  },
} as const satisfies RuleMeta;
