export {
  type Allowance,
  type Entitlements,
  lockEntitlements,
  monthOf,
  readAllowances,
  readEntitlements,
  remaining,
  requireRoom,
} from './entitlements.ts';
export { billingModule } from './module.ts';
export { subscribe } from './subscribe.ts';
