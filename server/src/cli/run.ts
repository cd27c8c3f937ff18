import { version } from '../../../package.json';
import { check } from './check.ts';
import { explain } from './explain.ts';
import { headers } from './headers.ts';
import { help } from './help.ts';
import { UsageError, type ExitCode, type Io } from './io.ts';
import { printable } from './reporters/colour.ts';

const commands: Readonly<Record<string, (args: readonly string[], io: Io) => Promise<ExitCode> | ExitCode>> =
  {
    check,
    headers,
    explain,
  };

/** Runs one command line, without touching the process. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name, ...args] = argv;
  try {
    const command =
      name === undefined ? undefined : Object.entries(commands).find(([key]) => key === name)?.[1];
    if (name !== undefined && command !== undefined) {
      if (!args.includes('--help') && !args.includes('-h')) return await command(args, io);
      io.stdout(help(name));
      return 0;
    }
    if (name === '--version' || name === '-v') {
      io.stdout(`${version}\n`);
      return 0;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      io.stdout(help(args[0]));
      return 0;
    }
    throw new UsageError(name === undefined ? 'No command given.' : `“${name}” is no command.`);
  } catch (error) {
    if (error instanceof UsageError) {
      const own = name !== undefined && name in commands ? ` ${name}` : '';
      io.stderr(`gateway-lint: ${printable(error.message)}\nSee gateway-lint${own} --help.\n`);
    } else {
      io.stderr(
        `gateway-lint failed, which is a fault of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    }
    return 2;
  }
}
