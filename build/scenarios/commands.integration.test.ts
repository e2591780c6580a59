import { describeCommands } from './histories/commands.ts';

describeCommands({ runs: 3, timeout: 120_000 });
