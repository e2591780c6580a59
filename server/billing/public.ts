export {
  type Entitlements,
  lockEntitlements,
  monthOf,
  readEntitlements,
  readTimeAllowances,
  remaining,
  requireRoom,
  type TimeAllowance,
} from './entitlements.ts';
export { billingModule } from './module.ts';
export { subscribe } from './subscribe.ts';
