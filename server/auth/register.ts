import { uuidV7 } from '@neustream/shared/node/uuid.ts';
import { isDuplicate } from '../infra/database/errors.ts';
import { conflict, forbidden } from '../infra/http/problem.ts';
import type { AuthDeps } from './deps.ts';
import { type Client, type SignedIn, signInOnDevice } from './sign-in.ts';
import { insertUser, type UserRow } from './store.ts';

interface Registration {
  email: string;
  password: string;
  display_name: string;
}

/** Opens an account with the default plan and signs it in, all or nothing. */
export async function register(
  deps: AuthDeps,
  registration: Registration,
  client: Client,
): Promise<SignedIn> {
  if (!deps.allowRegistration) {
    throw forbidden({
      code: 'REGISTRATION_CLOSED',
      message: 'New accounts are not being accepted right now.',
      action: 'Ask whoever runs this server for an account.',
    });
  }
  const now = deps.clock();
  const user: UserRow = {
    id: uuidV7(now),
    email: registration.email,
    password_hash: await deps.passwords.hash(registration.password),
    display_name: registration.display_name,
    role: 'user',
    email_verified_at: null,
    disabled_at: null,
    created_at: new Date(now),
  };
  try {
    const issued = await deps.db.transaction(async (tx) => {
      await insertUser(tx, user);
      await deps.subscribe(tx, { userId: user.id, plan: deps.defaultPlan, now });
      return await signInOnDevice({ db: tx, accessTokens: deps.accessTokens }, { user, client, now });
    });
    const { signInId } = issued;
    deps.security.record(client, {
      event: 'signed-in',
      userId: user.id,
      signInId,
      by: 'registration',
      knownDevice: false,
    });
    return issued;
  } catch (error) {
    if (!isDuplicate(error, 'users_email_key')) throw error;
    throw conflict({
      code: 'EMAIL_TAKEN',
      message: 'An account with this e-mail address already exists.',
      action: 'Sign in, or use a different address.',
    });
  }
}
