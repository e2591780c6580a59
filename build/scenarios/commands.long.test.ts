import { describeCommands } from './histories/commands.ts';

describeCommands({ runs: 30, timeout: 600_000 });
