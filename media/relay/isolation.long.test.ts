import { isolationHistory } from './testing/isolation-history.ts';

isolationHistory({ runs: 80, timeout: 600_000 });
