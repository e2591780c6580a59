import type { UserView } from '@neustream/shared/auth/schemas.ts';
import type { UserRow } from './store.ts';

/** A user as they see themselves. */
export function viewOf(user: UserRow): UserView {
  return {
    id: user.id,
    email: user.email,
    display_name: user.display_name,
    role: user.role,
    email_verified: user.email_verified_at !== null,
    created_at: user.created_at.toISOString(),
  };
}
